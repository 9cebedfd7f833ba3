"""--xlsx: what a spreadsheet reads from tables.xlsx is what stands in the CSV files; read with zipfile and xml alone."""
import csv
import hashlib
import pathlib
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "build" / "release" / "txpath"
MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_ROWS = 1048575


def run(*words, out):
    return subprocess.run([PROGRAM, *words, "--quiet", "--out", out], capture_output=True, text=True, check=False)


def column_of(reference):
    """A1 is column 0, AA1 column 26."""
    column = 0
    for letter in reference.rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


class Book:
    """The sheets of a workbook by name, each a list of rows of cells; empty cells are None."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as book:
            self.dates = {entry.date_time for entry in book.infolist()}
            part = lambda name: xml.fromstring(book.read(name))
            targets = {each.get("Id"): each.get("Target") for each in part("xl/_rels/workbook.xml.rels")}
            styles = part("xl/styles.xml")
            fonts = [font.find("m:b", MAIN) is not None for font in styles.findall("m:fonts/m:font", MAIN)]
            self.is_bold = [fonts[int(style.get("fontId"))] for style in styles.findall("m:cellXfs/m:xf", MAIN)]
            shared = []
            if "xl/sharedStrings.xml" in book.namelist():
                shared = ["".join(item.itertext()) for item in part("xl/sharedStrings.xml").findall("m:si", MAIN)]
            self.sheets, self.frozen, self.styles = {}, {}, {}
            for sheet in part("xl/workbook.xml").findall("m:sheets/m:sheet", MAIN):
                name, tree = sheet.get("name"), part("xl/" + targets[sheet.get(RELATION)])
                self.sheets[name] = [self.row(row, shared) for row in tree.findall("m:sheetData/m:row", MAIN)]
                pane = tree.find("m:sheetViews/m:sheetView/m:pane", MAIN)
                self.frozen[name] = (pane.get("ySplit"), pane.get("state"))
                self.styles[name] = [cell.get("s") for cell in tree.find("m:sheetData/m:row", MAIN)]

    @staticmethod
    def row(row, shared):
        cells = {}
        for cell in row:
            if cell.get("t") == "inlineStr":
                value = "".join(cell.find("m:is", MAIN).itertext())
            elif cell.get("t") == "s":
                value = shared[int(cell.find("m:v", MAIN).text)]
            else:
                value = float(cell.find("m:v", MAIN).text)
            cells[column_of(cell.get("r"))] = value
        return [cells.get(column) for column in range(max(cells, default=-1) + 1)]


@unittest.skipUnless(PROGRAM.is_file(), "the program is not built")
class Workbook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.done = run("run", ROOT / "tests/data/examples/clinic_queue.yaml", "--population", "300", "--xlsx",
                       out=cls.place.name + "/one")

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def setUp(self):
        if self.done.returncode == 64:
            self.assertEqual(self.done.stderr,
                             "txpath: error: --xlsx needs libxlsxwriter, which this build is without; install "
                             "libxlsxwriter-dev, then configure and build txpath anew, or leave out --xlsx\n")
            self.assertFalse(pathlib.Path(self.place.name + "/one").exists())
            self.skipTest("this build is without libxlsxwriter")
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        self.folder, = pathlib.Path(self.place.name + "/one").iterdir()

    def test_every_cell_of_every_table_is_there_with_its_type(self):
        book = Book(self.folder / "tables.xlsx")
        tables = {}
        for path in self.folder.glob("*.csv"):
            with open(path, encoding="utf-8", newline="") as file:
                tables[path.stem] = list(csv.reader(file))
        self.assertEqual(set(book.sheets), set(tables))
        self.assertIn("data_dictionary", tables)
        types = {(row[0], row[1]): row[2] for row in tables["data_dictionary"]}
        for name, rows in tables.items():
            sheet = book.sheets[name]
            self.assertEqual(sheet[0], rows[0])
            self.assertEqual(len(sheet), len(rows))
            for found, row in zip(sheet[1:], rows[1:]):
                found += [None] * (len(row) - len(found))
                for column, value, text in zip(rows[0], found, row):
                    if text == "":
                        self.assertIsNone(value)
                    elif types[name, column] == "text":
                        self.assertEqual(value, text)
                    else:
                        self.assertIsInstance(value, float)
                        self.assertLessEqual(abs(value - float(text)), 1e-15 * abs(float(text)))

    def test_headers_are_bold_and_stay_in_sight(self):
        book = Book(self.folder / "tables.xlsx")
        for name in book.sheets:
            self.assertLessEqual(len(name), 31)
            self.assertEqual(book.frozen[name], ("1", "frozen"))
            self.assertTrue(all(book.is_bold[int(style)] for style in book.styles[name]))

    def test_the_workbook_is_part_of_the_folder_and_nothing_stays_behind(self):
        sums = dict(reversed(line.split("  ")) for line in (self.folder / "SHA256SUMS").read_text().splitlines())
        self.assertEqual(sums["tables.xlsx"], hashlib.sha256((self.folder / "tables.xlsx").read_bytes()).hexdigest())
        self.assertEqual({path.name for path in self.folder.iterdir()}, set(sums) | {"SHA256SUMS"})

    def test_the_same_tables_give_the_same_bytes_at_any_time(self):
        again = run("run", ROOT / "tests/data/examples/clinic_queue.yaml", "--population", "300", "--xlsx",
                    out=self.place.name + "/two")
        self.assertEqual(again.returncode, 0, again.stderr)
        other, = pathlib.Path(self.place.name + "/two").iterdir()
        self.assertEqual((other / "tables.xlsx").read_bytes(), (self.folder / "tables.xlsx").read_bytes())
        self.assertEqual(Book(self.folder / "tables.xlsx").dates, {(1980, 1, 1, 0, 0, 0)})

    def test_a_table_that_no_sheet_holds_is_refused_before_anything_is_run(self):
        done = run("run", ROOT / "tests/data/examples/clinic_queue.yaml", "--replicates", "100000", "--xlsx",
                   out=self.place.name + "/three")
        self.assertEqual(done.returncode, 64)
        self.assertRegex(done.stderr, rf"^txpath: error: timeseries.csv will have about \d+ rows and a sheet of a "
                                      rf"workbook holds {MOST_ROWS}; leave out --xlsx, or have fewer replicates, strata "
                                      r"or report times\n$")
        self.assertFalse(pathlib.Path(self.place.name + "/three").exists())


if __name__ == "__main__":
    unittest.main()
