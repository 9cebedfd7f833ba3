// validate.mjs -- the JSON Schema that `txpath schema` prints, tried by a validator that is not ours.
//
// Owns      the claims: every scenario of the repository satisfies the schema, every study that of studies; of the bad
//           ones, those whose mistake is one of shape are refused, and each is listed in refused.txt.
// Assumes   build/release/txpath (or build/$PRESET/txpath) is there, and `npm ci` was run in this folder.
// Promises  one line for each claim that fails; exits 1 if there is one.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { parseDocument } from "yaml";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const program = join(root, "build", process.env.PRESET ?? "release", "txpath");

// Mistakes of shape: an unknown key, a list where a mapping belongs, a word that is none of those allowed. What a
// schema cannot see (units, sums, names that nothing has, files) is left to the program.
const refused = readFileSync(join(here, "refused.txt"), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));

function yamlFilesIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/// The file as JSON, or nothing if it is no YAML of one document.
function read(file) {
  try {
    const document = parseDocument(readFileSync(resolve(root, file), "utf8"));
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

/// The judge that a schema of the program makes.
function judge(...flags) {
  const schema = JSON.parse(execFileSync(program, ["schema", ...flags], { encoding: "utf8", maxBuffer: 1 << 26 }));
  const ajv = new Ajv({ strict: "log", strictTypes: false, allowUnionTypes: true, allErrors: true, logger: false });
  return ajv.compile(schema);
}

const isValid = judge();
const isValidStudy = judge("--study");
let failed = 0;
let checked = 0;
const fail = (file, why) => {
  failed += 1;
  console.log(`${file}: ${why}`);
};

const good = ["scenarios", "scenarios/library", "scenarios/what_ifs", "tests/data/examples", "tests/data/odd", "tests/data/shared"]
  .flatMap(yamlFilesIn)
  .filter((file) => !file.endsWith("references.yaml"));
const work = mkdtempSync(join(tmpdir(), "txpath-schema-"));
process.on("exit", () => rmSync(work, { recursive: true }));
good.push(join(work, "first.yaml"));
execFileSync(program, ["init", join(work, "first.yaml"), "--quiet"]);
function accept(files, accepts) {
  for (const file of files) {
    checked += 1;
    const content = read(file);
    if (content === undefined) fail(file, "is not read");
    else if (!accepts(content))
      fail(file, `the schema refuses it: ${accepts.errors.slice(0, 3).map((one) => `${one.instancePath} ${one.message}`).join(", ")}`);
  }
}

accept(good, isValid);
accept(yamlFilesIn("scenarios/studies"), isValidStudy);

const known = new Set(refused);
function refuseListed(folder, accepts) {
  for (const file of yamlFilesIn(folder)) {
    const content = read(file);
    if (content === undefined) continue; // no YAML, or not only YAML: nothing for a schema
    checked += 1;
    const isGood = accepts(content);
    if (known.delete(relative("tests/data", file).replace(/^bad\//, "")) === isGood)
      fail(file, isGood ? "the schema accepts it" : "the schema refuses it, but refused.txt does not list it");
  }
}

refuseListed("tests/data/bad", isValid);
refuseListed("tests/data/bad_studies", isValidStudy);
refuseListed("tests/data/bad_studies/decisions", isValidStudy);
for (const name of known) fail(name, "is listed in refused.txt but is not there, or is no YAML");

console.log(`${checked - failed} files judged by the schema as they should be, ${failed} not`);
process.exit(failed > 0 || good.length === 0 ? 1 : 0);
