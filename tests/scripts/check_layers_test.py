"""Each rule of scripts/check_layers is broken once; the rest of a clean file is let through."""
import importlib.machinery
import importlib.util
import pathlib
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent.parent.parent / "scripts" / "check_layers"
loader = importlib.machinery.SourceFileLoader("check_layers", str(SCRIPT))
check_layers = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_layers", loader))
loader.exec_module(check_layers)

BREACHES = [
    ("sim/base/text.cpp", '#include "txpath/scenario.hpp"'),
    ("sim/base/text.cpp", '#include "scenario/tree.hpp"'),
    ("sim/scenario/tree.cpp", '#include "model/tables.hpp"'),
    ("sim/model/compile.cpp", '#include "engine/live.hpp"'),
    ("sim/engine/live.cpp", '#include "scenario/schema.hpp"'),
    ("sim/engine/live.cpp", '#include "txpath/scenario.hpp"'),
    ("sim/app/main.cpp", '#include "scenario/schema.hpp"'),
    ("sim/report/csv.cpp", '#include "engine/record.hpp"'),
    ("sim/study/economics.cpp", '#include "report/csv.hpp"'),
    ("include/txpath/model.hpp", '#include "base/text.hpp"'),
    ("include/txpath/model.hpp", "#include <fmt/format.h>"),
    ("sim/scenario/load_tracks.cpp", "#include <yaml-cpp/yaml.h>"),
    ("sim/model/compile.cpp", "#include <boost/graph/adjacency_list.hpp>"),
    ("sim/engine/live.cpp", "#include <tbb/parallel_for.h>"),
    ("sim/engine/live.cpp", "#include <hwy/highway.h>"),
    ("sim/base/files.cpp", "#include <openssl/evp.h>"),
    ("sim/report/csv.cpp", "#include <xlsxwriter.h>"),
    ("sim/app/main.cpp", "#include <CLI/App.hpp>"),
    ("sim/engine/live.cpp", "#include <nlohmann/json.hpp>"),
    ("sim/engine/live.cpp", "#include <random>"),
    ("sim/engine/live.cpp", "std::normal_distribution<double> law;"),
    ("sim/engine/live.cpp", "int n = rand();"),
    ("sim/report/csv.cpp", "std::unordered_map<int, int> rows;"),
    ("sim/engine/live.cpp", "double x = std::log(y);"),
    ("sim/model/compile.cpp", 'std::cout << "done";'),
    ("CMakeLists.txt", 'set(CMAKE_CXX_FLAGS "-ffast-math")'),
    ("tests/app/help_test.cpp", "\n" * check_layers.MOST_LINES + "int last;"),
]

CLEAN = [
    ("sim/engine/reference.cpp", '#include "txpath/scenario.hpp"'),
    ("sim/engine/live.cpp", '#include "model/tables.hpp"'),
    ("sim/engine/live.cpp", "// not std::log(x), which differs between machines"),
    ("sim/app/arguments.cpp", "#include <CLI/App.hpp>"),
    ("sim/base/diagnostic.cpp", '#include "txpath/diagnostic.hpp"'),
    ("tests/engine/live_test.cpp", '#include "engine/live.hpp"'),
    ("tests/base/special_test.cpp", "#include <boost/math/special_functions.hpp>"),
]


class CheckLayers(unittest.TestCase):
    def test_every_breach_is_found(self):
        for path, text in BREACHES:
            with self.subTest(path=path, text=text.strip()):
                self.assertEqual(len(list(check_layers.breaches(path, text))), 1)

    def test_what_is_allowed_is_let_through(self):
        for path, text in CLEAN:
            with self.subTest(path=path, text=text):
                self.assertEqual(list(check_layers.breaches(path, text)), [])


if __name__ == "__main__":
    unittest.main()
