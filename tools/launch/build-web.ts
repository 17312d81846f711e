import { cp, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { distFolder } from "../../lib/platform/dist-path.ts"
import { compressAssets } from "./compress-assets.ts"
import { fingerprint } from "./fingerprint.ts"
import { LaunchProblem, print } from "./print.ts"
import { whenStale } from "./when-stale.ts"

const sources = [
  "app",
  "components",
  "deploy/pipelines",
  "lib",
  "prisma/schema",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "package-lock.json",
]

/** Generated before the console is built. */
const generated = join("lib", "platform", "db", "generated")

/** Whether a change to this file affects the build. */
export function isBuilt(path: string): boolean {
  return !/\.test\.tsx?$/.test(path) && !path.startsWith(generated)
}

/** Builds the console into dist/, with the packages it needs, if its source changed since the last successful build. */
export async function buildWeb(): Promise<void> {
  const stamp = join(distFolder, "console-built-from")
  await whenStale(stamp, await fingerprint(sources, isBuilt), async () => {
    print("Building the console, only needed once and after source changes …")
    const { runTool, toolPath } = await import("./run-tool.ts")
    const code = await runTool(toolPath("next"), ["build"], { NODE_ENV: "production" })
    if (code !== 0) throw new LaunchProblem("The console could not be built, see above.")
    const standalone = join(".next", "standalone")
    await cp(join(".next", "static"), join(standalone, ".next", "static"), { recursive: true })
    await compressAssets(join(standalone, ".next", "static"))
    for (const name of [".next", "node_modules"])
      await replaceFolder(join(standalone, name), join(distFolder, name))
  })
}

/** Moved as a whole, so that processes that start while it is copied find either all packages here or none. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const before = `${to}.before`
  await rm(before, { recursive: true, force: true })
  await rename(to, before).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error
  })
  await rename(from, to)
  await rm(before, { recursive: true, force: true })
}
