import { spawn } from "node:child_process"
import { once } from "node:events"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { z } from "zod"
import { stopRequest } from "./stop-request.ts"

const manifest = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]) })

/** The JavaScript file of a package's command, so that it runs on this Node.js without a shell in between. */
export function toolPath(packageName: string, command = packageName): string {
  const require = createRequire(import.meta.url)
  const file = join(process.cwd(), "node_modules", packageName, "package.json")
  const { bin } = manifest.parse(require(file))
  const script = typeof bin === "string" ? bin : bin[command]
  if (script === undefined) throw new Error(`${packageName} has no command ${command}.`)
  return join(dirname(file), script)
}

/** Runs a tool to completion with its output shown; returns its exit code, 1 if a signal ended it. */
export async function runTool(
  script: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: "inherit",
    env: { ...process.env, ...env },
    signal: stopRequest,
    killSignal: "SIGTERM",
  })
  child.on("error", () => undefined)
  const [code] = await once(child, "close")
  return typeof code === "number" ? code : 1
}
