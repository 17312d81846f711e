import { execFile, spawn } from "node:child_process"
import { text } from "node:stream/consumers"
import { promisify } from "node:util"
import { expect, test } from "@/e2e/fixtures/test"

test.describe("The command line", () => {
  test("is served to everyone, can be cached, and needs no nonce", async ({ request }) => {
    const response = await request.get("/cli/slipway.mjs")
    expect(response.status()).toBe(200)
    expect(response.headers()).toMatchObject({
      "content-type": expect.stringMatching(/javascript/),
      "cache-control": "public, max-age=300",
      etag: expect.any(String),
      "x-request-id": expect.any(String),
    })
    expect(response.headers()).not.toHaveProperty("content-security-policy")
  })

  test("records a deployment when it is piped from curl into node", async ({
    baseURL,
    slipway,
    application,
  }) => {
    const env = { ...process.env, SLIPWAY_URL: baseURL, SLIPWAY_TOKEN: process.env.SLIPWAY_BOOTSTRAP_TOKEN }
    const command = `curl -fsS "$SLIPWAY_URL/cli/slipway.mjs" | node - deploy record --environment dev --tag v1 --application ${application}`
    const { stdout } = await promisify(execFile)("bash", ["-o", "pipefail", "-c", command], { env })
    expect(stdout).toContain(`${application} v1 in dev is DEPLOYED: ${baseURL}/deployments/`)
    const current = await slipway.get(`/api/v1/platform/deployments/current?application=${application}`)
    expect(current).toMatchObject({ imageTag: "v1" })
  })

  test("runs from the file that curl stores", async ({ baseURL }, info) => {
    const file = info.outputPath("slipway.mjs")
    await promisify(execFile)("curl", ["-fsS", "--create-dirs", "-o", file, `${baseURL}/cli/slipway.mjs`])
    const child = spawn(process.execPath, [file, "--help"])
    expect(await text(child.stdout)).toContain("slipway deploy start")
  })
})
