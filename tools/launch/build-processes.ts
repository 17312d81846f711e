import { globSync } from "node:fs"
import { build } from "esbuild"
import { builtFolder } from "@/lib/platform/built-path"
import { fingerprint } from "@/tools/launch/fingerprint"
import { generateClient } from "@/tools/launch/generate-client"
import { whenStale } from "@/tools/launch/when-stale"

const programs = ["lib/worker/main.ts", "tools/sandbox/main.ts"]
const tasks = "{lib,tools}/**/*.task.ts"
const sources = [
  "cli",
  "lib",
  "tools/launch",
  "tools/sandbox",
  "tools/testing",
  "prisma/schema",
  "package.json",
  "package-lock.json",
]

/** Served by the console as it is: pipelines download the command line from the Slipway that they talk to. */
export const commandLineFile = "public/cli/slipway.mjs"

/**
 * Compiles the programs next to the web process, and the tasks of worker threads, if their source changed: compiling them
 * at every start would take seconds. Files of earlier builds stay, because running processes may still load them.
 */
export async function buildProcesses(): Promise<void> {
  await generateClient()
  const isSource = (path: string) => !path.endsWith(".test.ts")
  await whenStale(`${builtFolder}/built-from`, await fingerprint(sources, isSource), async () => {
    await build({
      ...{ entryPoints: [...programs, ...globSync(tasks)], outdir: builtFolder, outbase: "." },
      ...{ bundle: true, splitting: true, packages: "external", outExtension: { ".js": ".mjs" } },
      ...{ platform: "node", format: "esm", target: "node20", logLevel: "warning" },
    })
    await buildCommandLine()
  })
}

/**
 * The command line as one file without dependencies, which runs as a module by its name and, piped into `node -`, as a
 * script: neither `import` declarations nor `require` are in both, `import()` is.
 */
async function buildCommandLine(): Promise<void> {
  await build({
    ...{ entryPoints: ["cli/main.ts"], outfile: commandLineFile, bundle: true, minify: true },
    ...{ platform: "node", format: "cjs", target: "node20", charset: "utf8", logLevel: "warning" },
    banner: {
      js: '#!/usr/bin/env node\nimport("node:module").then(({ createRequire }) => { const require = createRequire("file:///slipway.mjs");',
    },
    footer: { js: "});" },
  })
}
