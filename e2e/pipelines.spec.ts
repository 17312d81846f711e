import { execFile } from "node:child_process"
import { randomUUID } from "node:crypto"
import { chmod, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, test } from "@/e2e/fixtures/test"
import { PipelinesPage } from "@/e2e/ui/pipelines-page"

test.describe("Settings → Pipelines", () => {
  test("fills the templates with address, application, environment and a new token", async ({
    page,
    baseURL,
    application,
  }) => {
    const pipelines = new PipelinesPage(page)
    await pipelines.open()
    await pipelines.choose({ system: "GitLab CI", application, environment: "staging" })
    const template = pipelines.template(".gitlab-ci.yml")
    await expect(template).toContainText(`SLIPWAY_URL: ${baseURL}`)
    await expect(template).toContainText(`SLIPWAY_APPLICATION: ${application}`)
    await expect(template).toContainText("SLIPWAY_ENVIRONMENT: staging")
    await expect(pipelines.mapping).toContainText("Retry of a job")

    const token = await pipelines.createToken(`gitlab ${application}`)
    await expect(pipelines.tokenCommand).toContainText(`glab variable set SLIPWAY_TOKEN "${token}" --masked`)
    await page.reload()
    await expect(template).toContainText(`SLIPWAY_APPLICATION: ${application}`)
    await expect(pipelines.tokenCommand).not.toContainText(token)
  })

  test("shows the chosen system on a phone, where not all of them fit", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await new PipelinesPage(page).open({ system: "curl" })
    await expect(page.getByRole("tab", { name: "curl" })).toBeInViewport({ ratio: 0.9 })
  })

  test("shows a script and a token with which a deployment is recorded", async ({
    page,
    slipway,
    application,
  }, info) => {
    const pipelines = new PipelinesPage(page)
    await pipelines.open({ system: "curl", application, environment: "dev" })
    await pipelines.createToken(`curl ${application}`)
    const [store, script] = await Promise.all([
      pipelines.tokenCommand.textContent(),
      pipelines.template("deploy-and-record.sh").textContent(),
    ])
    const folder = info.outputPath("workspace")
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, "deploy-and-record.sh"), script ?? "")
    await writeFile(join(folder, "deploy.sh"), "#!/bin/sh\n")
    await chmod(join(folder, "deploy.sh"), 0o755)
    const command = `${store}\nRUN_ID=${randomUUID()} bash deploy-and-record.sh v1.0.0`
    await promisify(execFile)("bash", ["-e", "-c", command], { cwd: folder })
    const current = await slipway.get(
      `/api/v1/platform/deployments/current?application=${application}&environment=dev`,
    )
    expect(current).toMatchObject({ imageTag: "v1.0.0" })
  })

  test("a test deployment is sent with the new token, shown and annulled", async ({ page, slipway }) => {
    const pipelines = new PipelinesPage(page)
    const name = `test ${randomUUID().slice(0, 8)}`
    await pipelines.open({ environment: "dev" })
    await pipelines.createToken(name)
    await pipelines.sendTest()
    await expect(pipelines.arrived).toContainText("Deployed")
    await expect(pipelines.arrived).toContainText(name)
    await pipelines.annulTest()
    await expect(pipelines.arrived).toContainText("it is kept but excluded")
    const history = await slipway.get(`/api/v1/platform/deployments/history?initiatedBy=${name}`)
    expect(history).toEqual([])
  })

  test("a test deployment says why a token may not record there", async ({ page }) => {
    const pipelines = new PipelinesPage(page)
    await pipelines.open({ environment: "dev" })
    await pipelines.createToken(`limited ${randomUUID().slice(0, 8)}`)
    await pipelines.choose({ environment: "prod" })
    await pipelines.sendTest()
    await expect(page.getByRole("alert").filter({ hasText: "prod" })).toBeVisible()
    await expect(pipelines.arrived).toHaveCount(0)
  })

  test("an operator sends a test as themselves and asks an admin for a token; a viewer only reads", async ({
    pageAs,
  }) => {
    const operator = await pageAs("OPERATOR")
    const pipelines = new PipelinesPage(operator)
    await pipelines.open({ environment: "dev" })
    await expect(operator.getByText("Ask an admin for a token")).toBeVisible()
    await pipelines.sendTest()
    await expect(pipelines.arrived).toContainText("operator-")

    const viewer = await pageAs("VIEWER")
    await new PipelinesPage(viewer).open()
    await expect(viewer.getByText("Your role cannot record deployments.")).toBeVisible()
    await expect(viewer.getByRole("button", { name: "Send test deployment" })).toHaveCount(0)
  })
})
