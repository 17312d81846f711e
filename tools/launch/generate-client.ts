import { join } from "node:path"
import { fingerprint } from "./fingerprint.ts"
import { LaunchProblem } from "./print.ts"
import { whenStale } from "./when-stale.ts"

const generated = join("lib", "platform", "db", "generated")

/** Generates the Prisma client from the schema if it is missing or outdated. */
export async function generateClient(): Promise<void> {
  const schema = await fingerprint(["prisma/schema", "prisma.config.ts", "node_modules/prisma/package.json"])
  await whenStale(join(generated, ".generated-from"), schema, async () => {
    const { runTool, toolPath } = await import("./run-tool.ts")
    const code = await runTool(toolPath("prisma"), ["generate", "--no-hints"])
    if (code !== 0) throw new LaunchProblem("The Prisma client could not be generated, see above.")
  })
}
