import { join } from "node:path"
import { fingerprint } from "@/tools/launch/fingerprint"
import { runTool, toolPath } from "@/tools/launch/run-tool"
import { LaunchProblem, say } from "@/tools/launch/say"
import { whenStale } from "@/tools/launch/when-stale"

const sources = [
  "app",
  "components",
  "deploy/pipelines",
  "lib",
  "prisma/schema",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "package-lock.json",
]

/** Generated before the console is built. */
const generated = join("lib", "platform", "db", "generated")

/** Whether a change to this file affects the build. */
export function isBuilt(path: string): boolean {
  return !/\.test\.tsx?$/.test(path) && !path.startsWith(generated)
}

/** Builds the web process if its source changed since the last successful build. */
export async function buildWeb(): Promise<void> {
  const distFolder = process.env.NEXT_DIST_DIR ?? ".next"
  await whenStale(join(distFolder, "built-from"), await fingerprint(sources, isBuilt), async () => {
    say("Building the console, only needed once and after source changes …")
    const code = await runTool(toolPath("next"), ["build"], { NODE_ENV: "production" })
    if (code !== 0) throw new LaunchProblem("The console could not be built, see above.")
  })
}
