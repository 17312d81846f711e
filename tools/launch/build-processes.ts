import { globSync } from "node:fs"
import { build } from "esbuild"
import { builtFolder } from "@/lib/platform/built-path"
import { fingerprint } from "@/tools/launch/fingerprint"
import { generateClient } from "@/tools/launch/generate-client"
import { whenStale } from "@/tools/launch/when-stale"

const programs = ["lib/worker/main.ts", "tools/sandbox/main.ts"]
const tasks = "{lib,tools}/**/*.task.ts"
const sources = [
  "lib",
  "tools/launch",
  "tools/sandbox",
  "tools/testing",
  "prisma/schema",
  "package-lock.json",
]

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
  })
}
