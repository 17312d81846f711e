import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { type RunningWorker, startWorker } from "./start-worker"
import { workerSettings } from "./worker-settings"

const configMap = `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data: { greeting: {{ .Values.greeting | quote }} }
`
const schema = {
  type: "object",
  properties: { phrase: { type: "string", writeOnly: true }, knock: { type: "string", format: "password" } },
}
const secrets = { phrase: "open-sesame", knock: "three-times" }

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

/** A chart whose schema marks two values as secret whose names do not look secret. */
async function addChart(): Promise<void> {
  const files = {
    "Chart.yaml": "apiVersion: v2\nname: door-1.2\nversion: 1.0.0\nappVersion: 1.0.0\n",
    "values.yaml": 'greeting: hello\nphrase: ""\nknock: ""\n',
    "values.schema.json": JSON.stringify(schema),
    "templates/configmap.yaml": configMap,
  }
  const source = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
  await writeFile(join(builtInFolder(), "door-1.2-1.0.0.tgz"), packChart("door-1.2", source))
}

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await addChart()
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
  client = new ReleaseClient(await tokenCaller(["admin"], { name: "ci" }))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

describe("A value that only the chart's schema marks as secret", () => {
  it("stays masked in every revision: upgraded, rolled back and out-of-band", async () => {
    const tenantId = await fixture.tenant("door")
    const chart = { chartName: "door-1.2", chartVersion: "1.0.0", timeout: 30 }
    const accepted = await client.install({
      tenantId,
      releaseName: "door",
      ...chart,
      valuesOverride: secrets,
    })
    expect((await client.done(accepted)).error).toBeNull()
    const { id } = accepted.body
    const upgrade = async (greeting: string) => {
      const change = { valuesOverride: { greeting }, timeout: 30 }
      expect((await client.done(await client.change(id, "upgrade", change))).error).toBeNull()
    }
    await upgrade("hi")
    expect((await client.done(await client.change(id, "rollback", { targetRevision: 1 }))).error).toBeNull()
    await new HelmByHand(fixture, "tenant-door").rollBack("door", 2)
    await upgrade("hey")
    const operations = ["INSTALL", "UPGRADE", "ROLLBACK", "OUT_OF_BAND", "UPGRADE"]
    for (const [index, operation] of operations.entries()) {
      const { body, text } = await client.revision(id, index + 1)
      expect(body).toMatchObject({ operation, chartName: "door-1.2", chartVersion: "1.0.0" })
      expect(body.values).toMatchObject({ phrase: "••••••••", knock: "••••••••" })
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
    }
  }, 60_000)
})
