import { execFile } from "node:child_process"
import { chmod, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { type PipelineStage, pipelineStage } from "@/tools/testing/pipeline-job"

let stage: PipelineStage
beforeAll(async () => {
  stage = await pipelineStage()
  await writeFile(join(stage.folder, "deploy.sh"), "#!/bin/sh\n")
  await chmod(join(stage.folder, "deploy.sh"), 0o755)
})
afterAll(() => stage.close())

/** The shell commands under a heading of docs/pipelines.md, with the reader's own address and token. */
async function commandsUnder(heading: string): Promise<string> {
  const text = await readFile("docs/pipelines.md", "utf8")
  const [, commands] =
    new RegExp(`^## ${heading}$[\\s\\S]*?^\`\`\`sh\\n([\\s\\S]*?)^\`\`\``, "m").exec(text) ?? []
  if (commands === undefined) throw new Error(`There are no commands under ${heading}.`)
  return commands.replace("https://slipway.example.com", stage.url).replace("slw_…", stage.token)
}

function run(script: string) {
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: stage.folder,
    NODE_ENV: "test" as const,
    RUN_ID: "42",
    SLIPWAY_URL: stage.url,
    SLIPWAY_TOKEN: stage.token,
  }
  return promisify(execFile)("bash", ["-e", "-c", script], { cwd: stage.folder, env })
}

describe("The commands of docs/pipelines.md", () => {
  it("download the command line, check the gate, and record start and end", async () => {
    await run(await commandsUnder("The command line"))
    expect(await prismaClient().deployment.findMany({ where: { application: "shop" } })).toMatchObject([
      { imageTag: "v2.1.0", status: "DEPLOYED", externalId: "42", startReported: true },
    ])
  })

  it("record a deployment with curl alone", async () => {
    const { stdout } = await run(await commandsUnder("The API alone"))
    expect(JSON.parse(stdout)).toMatchObject({
      application: "shop",
      environment: "staging",
      status: "DEPLOYED",
    })
  })
})
