import { join } from "node:path"
import { fingerprint } from "@/tools/launch/fingerprint"
import { runTool, toolPath } from "@/tools/launch/run-tool"
import { LaunchProblem } from "@/tools/launch/say"
import { whenStale } from "@/tools/launch/when-stale"

const generated = join("lib", "platform", "db", "generated")

/** Generates the Prisma client from the schema if it is missing or outdated. */
export async function generateClient(): Promise<void> {
  const schema = await fingerprint(["prisma/schema", "prisma.config.ts", "node_modules/prisma/package.json"])
  await whenStale(join(generated, ".generated-from"), schema, async () => {
    const code = await runTool(toolPath("prisma"), ["generate", "--no-hints"])
    if (code !== 0) throw new LaunchProblem("The Prisma client could not be generated, see above.")
  })
}
