import { type ChildProcess, spawn } from "node:child_process"
import { appendFile, readFile } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { describe, expect, test } from "vitest"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { type JsonObject, textAt } from "./json"
import { type Sandbox, startSandbox } from "./start-sandbox"
import { clientOf, type TestClient } from "./test-client"

const folder = temporaryFolder("persistence")

const configMaps = "/api/v1/namespaces/default/configmaps"
const configMap = (name: string): JsonObject => ({ metadata: { name }, data: { a: "1" } })

async function withSandbox<T>(
  name: string,
  work: (client: TestClient, sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const sandbox = await startSandbox({ folder: join(folder, name), allowFaults: true })
  try {
    return await work(await clientOf(sandbox.url, join(folder, name)), sandbox)
  } finally {
    await sandbox.stop()
  }
}

describe("persistence", () => {
  test("keeps objects, versions and the token across a restart, and updates the address in the kubeconfig", async () => {
    const version = await withSandbox("stop", async (client, sandbox) => {
      await client.call("POST", configMaps, configMap("stays"))
      await client.call("POST", configMaps, configMap("goes"))
      await client.call("DELETE", `${configMaps}/goes`)
      return sandbox.cluster.store.version
    })
    await withSandbox("stop", async (client, sandbox) => {
      expect((await client.call("GET", `${configMaps}/stays`)).body.data).toEqual({ a: "1" })
      expect((await client.call("GET", `${configMaps}/goes`)).status).toBe(404)
      expect(sandbox.cluster.store.version).toBeGreaterThanOrEqual(version)
      expect(await readFile(sandbox.kubeconfig, "utf8")).toContain(sandbox.url)
    })
  })

  test("drops a partially written line and keeps later lines", async () => {
    await withSandbox("torn", (client) => client.call("POST", configMaps, configMap("whole")))
    await appendFile(join(folder, "torn", "objects.jsonl"), '{"version":99,"storage":"/configmaps","obj')
    await withSandbox("torn", (client) => client.call("POST", configMaps, configMap("after")))
    await withSandbox("torn", async (client) => {
      expect((await client.call("GET", `${configMaps}/whole`)).status).toBe(200)
      expect((await client.call("GET", `${configMaps}/after`)).status).toBe(200)
    })
  })

  test("loses no acknowledged write when it is killed", { timeout: 30_000 }, async () => {
    const killedFolder = join(folder, "killed")
    const { process: sandbox, url } = await inAProcess(killedFolder)
    const client = await clientOf(url, killedFolder)
    const acknowledged: string[] = []
    for (let index = 0; index < 40; index++) {
      const { status, body } = await client.call("POST", configMaps, configMap(`kept-${index}`))
      if (status === 201) acknowledged.push(textAt(body, "metadata", "name") ?? "")
      if (index === 30) sandbox.kill("SIGKILL")
      if (sandbox.killed) break
    }
    await new Promise((resolve) => sandbox.once("close", resolve))
    expect(acknowledged.length).toBeGreaterThan(20)
    await withSandbox("killed", async (restarted) => {
      for (const name of acknowledged)
        expect((await restarted.call("GET", `${configMaps}/${name}`)).status).toBe(200)
    })
  })
})

/** The sandbox as `npm start` runs it. */
async function inAProcess(folder: string): Promise<{ process: ChildProcess; url: string }> {
  const main = join(import.meta.dirname, "main.ts")
  const child = spawn(process.execPath, ["--import", "tsx", main, `--folder=${folder}`], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const ready: { url: string } = JSON.parse(line)
    return { process: child, url: ready.url }
  }
  throw new Error("The sandbox did not start")
}

describe("faults for tests", () => {
  test("fails or hangs the next requests, then recovers", async () => {
    await withSandbox("faults", async (client, sandbox) => {
      sandbox.faults.set({ mode: "error", status: 503, count: 2, pathPart: "configmaps" })
      const statuses = []
      for (let index = 0; index < 3; index++) statuses.push((await client.call("GET", configMaps)).status)
      expect(statuses).toEqual([503, 503, 200])
      await client.call("POST", "/_sandbox/faults", { mode: "hang", count: 1, milliseconds: 1_000 })
      await expect(client.call("GET", configMaps)).rejects.toThrow()
      expect((await client.call("GET", configMaps)).status).toBe(200)
    })
  })

  test("carries out a request without a response", async () => {
    await withSandbox("no-response", async (client, sandbox) => {
      const done = sandbox.faults.set({ mode: "no-response", methods: ["POST"], pathPart: "configmaps" })
      const response = client.call("POST", configMaps, configMap("written")).catch(() => "cut")
      await expect.poll(() => sandbox.cluster.store.get("/configmaps", "default", "written")).not.toBeNull()
      expect(done).toEqual([expect.stringContaining(`POST ${configMaps}`)])
      sandbox.faults.clear()
      expect(await response).toBe("cut")
    })
  })

  test("pauses a request and carries it out afterwards", async () => {
    await withSandbox("pause", async (client, sandbox) => {
      const waiting = sandbox.faults.set({ mode: "pause", methods: ["POST"] })
      const response = client.call("POST", configMaps, configMap("late"))
      await expect.poll(() => waiting.length).toBe(1)
      expect((await client.call("GET", `${configMaps}/late`)).status).toBe(404)
      sandbox.faults.resume()
      expect((await response).status).toBe(201)
    })
  })

  test("rejects faults unless they are allowed", async () => {
    const plain = await startSandbox({ folder: join(folder, "plain") })
    try {
      const client = await clientOf(plain.url, join(folder, "plain"))
      expect((await client.call("POST", "/_sandbox/faults", { mode: "hang" })).status).toBe(404)
      expect((await client.call("GET", "/api/v1/namespaces")).status).toBe(200)
    } finally {
      await plain.stop()
    }
  })
})
