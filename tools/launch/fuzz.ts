import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { apiToken, dataFolder, publicUrl } from "@/lib/platform/env"
import { LaunchProblem, print, runProgram } from "@/tools/launch/print"

const schemathesis = "schemathesis==4.32.5"

/** Excludes operations that wait for a worker or never end. */
const excluded = "events$|releases/preview$"

/**
 * Sends generated requests to a running Slipway (SLIPWAY_URL, SLIPWAY_TOKEN of an admin) and checks each response against
 * its OpenAPI document. Arguments: the seed and the number of examples per operation. Needs Python 3; changes data of the
 * Slipway under test.
 */
await runProgram(async () => {
  const [seed = "20261128", examples = "200"] = process.argv.slice(2)
  const folder = resolve(dataFolder(), "fuzz")
  const program = join(folder, "bin", "schemathesis")
  // Schemathesis keeps the requests that failed in its working folder.
  mkdirSync(folder, { recursive: true })
  process.chdir(folder)
  if (!existsSync(program)) {
    run("python3", ["-m", "venv", folder])
    run(join(folder, "bin", "pip"), ["install", "--quiet", schemathesis])
  }
  print(`Seed ${seed}, ${examples} examples per operation`)
  return run(program, [
    "run",
    `${publicUrl()}/api/v1/openapi.json`,
    "--header",
    `Authorization: Bearer ${apiToken()}`,
    "--seed",
    seed,
    "--max-examples",
    examples,
    "--phases",
    "examples,coverage,fuzzing",
    "--exclude-path-regex",
    excluded,
    "--suppress-health-check",
    "all",
    "--continue-on-failure",
    "--checks",
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance",
  ])
})

function run(program: string, args: string[]): number {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" })
  if (error !== undefined) throw new LaunchProblem(`${program} could not be started: ${error.message}`)
  return status ?? 1
}
