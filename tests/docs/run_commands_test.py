#!/usr/bin/env python3
"""Tests of run_commands: what counts as shown, what a page's comments do, and that mistakes are found."""
import pathlib
import tempfile
import unittest
from unittest import mock

import run_commands


def failures_of(page, is_quick=False):
    return tally_of(page, is_quick).failures


def tally_of(page, is_quick=False):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "page.md"
        path.write_text(page)
        return run_commands.do_page(path, is_quick)


def fenced(language, text):
    return f"```{language}\n{text}\n```\n"


class Shown(unittest.TestCase):
    def test_wildcards_stand_for_lines_and_for_parts_of_lines(self):
        self.assertTrue(run_commands.is_shown("a\n...\nz\n", "a\nb\nc\nz\n"))
        self.assertTrue(run_commands.is_shown("took … s\n", "took 0.31 s  \n"))
        self.assertFalse(run_commands.is_shown("took … s\n", "took\n0.31 s\n"))
        self.assertFalse(run_commands.is_shown("a.c\n", "abc\n"))
        self.assertFalse(run_commands.is_shown("a\n", "a\nb\n"))


class Pages(unittest.TestCase):
    def test_folder_and_environment_go_from_block_to_block(self):
        page = fenced("sh", "mkdir x; cd x; export A=5") + fenced("sh", "basename $PWD; echo $A") + fenced("text", "x\n5")
        self.assertEqual(failures_of(page), [])

    def test_another_output_is_a_failure(self):
        self.assertEqual(len(failures_of(fenced("sh", "echo 1") + fenced("text", "2"))), 1)

    def test_an_exit_code_counts_in_the_middle_of_a_block(self):
        self.assertEqual(len(failures_of(fenced("sh", "false\ntrue"))), 1)
        self.assertEqual(failures_of("<!-- exit: 3 -->\n" + fenced("sh", "exit 3")), [])
        self.assertEqual(len(failures_of("<!-- exit: 3 -->\n" + fenced("sh", "true"))), 1)

    def test_a_file_is_written_and_its_parts_are_looked_for(self):
        page = "<!-- file: a.yaml -->\n" + fenced("yaml", "a: 1\nb: 2") + "<!-- part of: a.yaml -->\n"
        self.assertEqual(failures_of(page + fenced("yaml", "b: 2")), [])
        self.assertEqual(len(failures_of(page + fenced("yaml", "b: 3"))), 1)

    def test_what_was_made_smaller_is_run_but_not_compared(self):
        page = "<!-- quick: echo 1 => echo 2 -->\n" + fenced("sh", "echo 1") + fenced("text", "1")
        self.assertEqual(tally_of(page, is_quick=True).not_compared, 1)
        self.assertEqual(tally_of(page).compared, 1)

    def test_a_replacement_that_replaces_nothing_is_a_failure(self):
        self.assertEqual(len(failures_of("<!-- instead: x => y; why -->\n" + fenced("sh", "true"))), 1)
        self.assertEqual(len(failures_of("<!-- instead: true => false -->\n" + fenced("sh", "true"))), 1)

    def test_a_comment_without_a_block_is_a_failure(self):
        self.assertEqual(len(failures_of("<!-- skip: why -->\n")), 1)

    def test_commands_under_another_name_are_refused(self):
        self.assertEqual(len(failures_of(fenced("bash", "true"))), 1)

    def test_a_command_that_was_left_out_of_the_build_is_skipped(self):
        page = fenced("sh", "txpath explore not/there")
        with mock.patch.object(run_commands, "is_left_out", lambda word: word == "explore"):
            self.assertEqual([reason for _, reason in tally_of(page).skipped], ["this build is without 'txpath explore'"])
        with mock.patch.object(run_commands, "is_left_out", lambda word: False):
            self.assertEqual(len(failures_of(page)), 1)

    def test_what_hangs_is_ended(self):
        with tempfile.TemporaryDirectory() as home:
            block = run_commands.Block("sh", "sleep 60\n", 1)
            code, _ = run_commands.Session(home).do(block, 0.2)
        self.assertEqual(code, "no exit code: ended after 0.2 s")


if __name__ == "__main__":
    unittest.main()
