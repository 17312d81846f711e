import { join } from "node:path"
import { fingerprint } from "@/lib/launch/fingerprint"
import { runTool, toolPath } from "@/lib/launch/run-tool"
import { LaunchProblem, say } from "@/lib/launch/say"
import { whenStale } from "@/lib/launch/when-stale"

const sources = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "package-lock.json",
]

/** What starts and measures the console, and what is made before it is built. */
const beside = ["launch", "bench", join("db", "generated")].map((folder) => join("lib", folder))

/** Whether a change of this file changes what is built. */
export function isBuilt(path: string): boolean {
  return !/\.test\.tsx?$/.test(path) && !beside.some((folder) => path.startsWith(folder))
}

/** Builds the web process where its source changed since the last build that succeeded. */
export async function buildWeb(): Promise<void> {
  const distFolder = process.env.NEXT_DIST_DIR ?? ".next"
  await whenStale(join(distFolder, "built-from"), await fingerprint(sources, isBuilt), async () => {
    say("Building the console; this is needed once and after a change of the source …")
    const code = await runTool(toolPath("next"), ["build"], { NODE_ENV: "production" })
    if (code !== 0) throw new LaunchProblem("The console could not be built, see above.")
  })
}
