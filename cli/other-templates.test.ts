import { execFile } from "node:child_process"
import { mkdir, mkdtemp, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parse, parseAllDocuments } from "yaml"
import { newEventSource } from "@/tools/testing/new-event-source"
import {
  commit,
  type Env,
  newRun,
  type PipelineStage,
  pipelineStage,
  records,
  runJob,
  template,
} from "@/tools/testing/pipeline-job"
import { signedHeaders } from "@/tools/testing/signed-headers"
import { testTools } from "@/tools/testing/test-sandbox"

let stage: PipelineStage
beforeAll(async () => {
  stage = await pipelineStage()
})
afterAll(() => stage.close())

describe("The script with curl", () => {
  it.each([
    ["success", "DEPLOYED"],
    ["failure", "FAILED"],
    ["cancelled", "FAILED"],
  ] as const)("records %s as %s, and repeating it changes nothing", async (outcome, status) => {
    const run = newRun()
    const script = (await template("curl/deploy.sh"))
      .replaceAll("https://slipway.example.com", stage.url)
      .replaceAll("shop", run.application)
    const env = { SLIPWAY_TOKEN: stage.token, RUN_ID: run.run }
    const cancels = "printf '#!/bin/sh\\nkill -TERM $PPID\\n' > deploy.sh"
    const before = outcome === "cancelled" ? cancels : "true"
    const wrapped = `${before}\ncat > record.sh <<'SCRIPT'\n${script}\nSCRIPT\nbash record.sh ${run.tag} || true`
    await runJob(stage, { steps: [{ script: wrapped }, { script: wrapped }], env }, outcome)
    expect(await records(run)).toMatchObject([{ status, externalId: run.run, startReported: true }])
  })
})

describe("The notification of Argo CD", () => {
  const operation = {
    startedAt: "2026-02-12T10:00:00Z",
    finishedAt: "2026-02-12T10:02:30Z",
    syncResult: { revision: commit },
  }

  it.each([
    [
      "Succeeded",
      "registry.example.com:5000/shop:v1.2.3",
      { labels: { environment: "prod" } },
      "DEPLOYED",
      "prod",
    ],
    ["Failed", `shop:v1.2.3@sha256:${"0".repeat(64)}`, {}, "FAILED", "staging"],
  ])("records a sync that %s", async (phase, image, metadata, status, environment) => {
    const run = newRun()
    const { data } = parse(await template("argocd/notifications.yaml"))
    const { webhook } = parse(data["template.slipway"])
    const app = {
      metadata: { name: run.application, uid: run.run, ...metadata },
      spec: { destination: { namespace: "staging" } },
      status: { operationState: { phase, ...operation }, summary: { images: [image, "sidecar:v9"] } },
    }
    const body = await render(webhook.slipway.body, {
      app,
      context: { argocdUrl: "https://argocd.example.com" },
    })
    const { url, headers } = parse(data["service.webhook.slipway"])
    expect(url).toBe("https://slipway.example.com")
    const sent = headers.map(({ name, value }: Env) => [name, value?.replace("$slipway-token", stage.token)])
    const send = () =>
      fetch(`${stage.url}${webhook.slipway.path}`, {
        method: webhook.slipway.method,
        headers: Object.fromEntries(sent),
        body,
      })
    expect((await send()).status).toBe(201)
    expect((await send()).status).toBe(200)
    expect(await records(run)).toMatchObject([
      {
        imageTag: "v1.2.3",
        status,
        environment: { name: environment },
        gitCommit: commit,
        deployedAt: new Date(operation.startedAt),
        completedAt: new Date(operation.finishedAt),
        runUrl: `https://argocd.example.com/applications/${run.application}`,
      },
    ])
  })

  it("is sent once for each sync that ended", async () => {
    const { data } = parse(await template("argocd/notifications.yaml"))
    const triggers = parse(data["trigger.slipway"])
    expect(triggers.map(({ send }: { send: string[] }) => send)).toEqual([["slipway"], ["slipway"]])
    for (const { oncePer } of triggers) expect(oncePer).toBe("app.status.operationState.startedAt")
    expect(parse(data.subscriptions)).toEqual([{ recipients: ["slipway"], triggers: ["slipway"] }])
  })

  /** Argo CD renders Go templates with the functions of Sprig, as Helm does. */
  async function render(text: string, values: object): Promise<string> {
    const chart = await mkdtemp(join(stage.folder, "chart-"))
    await mkdir(join(chart, "templates"))
    await writeFile(join(chart, "Chart.yaml"), "apiVersion: v2\nname: body\nversion: 1.0.0\n")
    await writeFile(join(chart, "values.json"), JSON.stringify(values))
    const wrapped = `{{ define "body" }}${text}{{ end }}body: {{ include "body" .Values | b64enc }}\n`
    await writeFile(join(chart, "templates", "body.yaml"), wrapped)
    const { helm4 } = await testTools()
    const args = ["template", "body", chart, "--values", join(chart, "values.json")]
    const { stdout } = await promisify(execFile)(helm4.path, args)
    return Buffer.from(parse(stdout).body, "base64").toString("utf8")
  }
})

describe("The alert of Flux", () => {
  it.each([
    ["info", "UpgradeSucceeded", "DEPLOYED"],
    ["error", "UpgradeFailed", "FAILED"],
  ])(
    "records an event of severity %s, signed with the secret of an event source",
    async (severity, reason, status) => {
      const run = newRun()
      const [provider, alert] = parseAllDocuments(await template("flux/alert.yaml")).map((one) => one.toJS())
      expect(alert.spec.providerRef.name).toBe(provider.metadata.name)
      expect(provider.spec.type).toBe("generic-hmac")
      const { secret } = await newEventSource("FLUX")
      const [{ kind }] = alert.spec.eventSources
      const body = JSON.stringify({
        involvedObject: { kind, name: run.application, namespace: "apps", uid: run.run },
        metadata: { revision: run.tag, ...alert.spec.eventMetadata },
        severity,
        reason,
        message: "Helm upgrade failed",
        timestamp: "2026-02-12T10:00:00Z",
      })
      const response = await fetch(`${stage.url}${new URL(provider.spec.address).pathname}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...signedHeaders.FLUX(secret, body) },
        body,
      })
      expect(response.status).toBe(201)
      expect(await records(run)).toMatchObject([{ status, imageTag: run.tag, environment: { name: "prod" } }])
    },
  )
})
