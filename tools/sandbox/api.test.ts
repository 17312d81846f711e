import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type TestSandbox, testSandbox } from "@/tools/testing/test-sandbox"
import { identityOf } from "./certificate"
import { type JsonObject, numberAt, textAt, valueAt } from "./json"
import { clientOf, type TestClient, testClient } from "./test-client"

let sandbox: TestSandbox
let client: TestClient
const configMaps = "/api/v1/namespaces/default/configmaps"
const configMap = (name: string, data: JsonObject = {}, extra: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...extra },
  data,
})
const applyMedia = "application/apply-patch+yaml"

beforeAll(async () => {
  sandbox = await testSandbox()
  client = await clientOf(sandbox.url, sandbox.folder)
}, 120_000)
afterAll(() => sandbox.remove())

async function readEvents(count: number, events: AsyncGenerator<JsonObject>): Promise<JsonObject[]> {
  const taken: JsonObject[] = []
  for await (const event of events) if (taken.push(event) >= count) break
  return taken
}

describe("authentication", () => {
  test("rejects requests without the token, except probes", async () => {
    const identity = await identityOf(sandbox.folder, () => "")
    const stranger = testClient(sandbox.url, identity.certificate, "wrong")
    expect((await stranger.call("GET", "/api/v1/namespaces")).status).toBe(401)
    expect((await stranger.call("POST", "/_sandbox/faults", { mode: "hang" })).status).toBe(401)
  })
})

describe("concurrent writers", () => {
  test("accepts one of many writers that read the same version and rejects the others with a conflict", async () => {
    const { body } = await client.call("POST", configMaps, configMap("race"))
    const writes = Array.from({ length: 8 }, (_, index) =>
      client.call("PUT", `${configMaps}/race`, { ...body, data: { writer: String(index) } }),
    )
    const statuses = (await Promise.all(writes)).map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => 409)])
  })

  test("rejects an apply of a field that another manager owns unless it is forced", async () => {
    const path = `${configMaps}/owned?fieldManager=`
    await client.call("PATCH", `${path}one`, configMap("owned", { a: "1" }), applyMedia)
    const refused = await client.call(
      "PATCH",
      `${path}two`,
      configMap("owned", { a: "2", b: "2" }),
      applyMedia,
    )
    expect(refused.status).toBe(409)
    expect(refused.body.message).toBe('Apply failed with 1 conflict: conflict with "one": .data.a')
    const forced = await client.call(
      "PATCH",
      `${path}two&force=true`,
      configMap("owned", { a: "2", b: "2" }),
      applyMedia,
    )
    expect(forced.body.data).toEqual({ a: "2", b: "2" })
    const response = await client.call("PATCH", `${path}two`, configMap("owned", { b: "2" }), applyMedia)
    expect(response.body.data).toEqual({ b: "2" })
  })

  test("creates no new version for a write without changes", async () => {
    const first = await client.call(
      "PATCH",
      `${configMaps}/same?fieldManager=x`,
      configMap("same", { a: "1" }),
      applyMedia,
    )
    const second = await client.call(
      "PATCH",
      `${configMaps}/same?fieldManager=x`,
      configMap("same", { a: "1" }),
      applyMedia,
    )
    expect(textAt(second.body, "metadata", "resourceVersion")).toBe(
      textAt(first.body, "metadata", "resourceVersion"),
    )
  })

  test("returns the result of a dry run without changing anything", async () => {
    const dry = await client.call("POST", `${configMaps}?dryRun=All`, configMap("dry"))
    expect(dry.status).toBe(201)
    expect((await client.call("GET", `${configMaps}/dry`)).status).toBe(404)
  })
})

describe("lists and watches", () => {
  test("pages a list and filters it by label or field", async () => {
    for (const name of ["p1", "p2", "p3"])
      await client.call("POST", configMaps, configMap(name, {}, { labels: { paged: name } }))
    const first = await client.call("GET", `${configMaps}?labelSelector=paged&limit=2`)
    const mark = textAt(first.body, "metadata", "continue") ?? ""
    expect(numberAt(first.body, "metadata", "remainingItemCount")).toBe(1)
    const rest = await client.call("GET", `${configMaps}?labelSelector=paged&limit=2&continue=${mark}`)
    const names = [first, rest]
      .flatMap(({ body }) => (Array.isArray(body.items) ? body.items : []))
      .map((item) => textAt(item, "metadata", "name"))
    expect(names).toEqual(["p1", "p2", "p3"])
    const { body } = await client.call(
      "GET",
      `${configMaps}?labelSelector=paged%20notin%20(p1),paged&fieldSelector=metadata.name!=p2`,
    )
    expect(valueAt(body, "items")).toHaveLength(1)
  })

  test("sends existing objects, a bookmark and then changes to a watch", async () => {
    await client.call("POST", configMaps, configMap("seen", {}, { labels: { watched: "yes" } }))
    const query =
      "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
    const events = client.watch(`${configMaps}?labelSelector=watched=yes&${query}`)
    const added = (await events.next()).value
    const bookmark = (await events.next()).value
    expect(added).toMatchObject({ type: "ADDED", object: { metadata: { name: "seen" } } })
    expect(bookmark).toMatchObject({
      type: "BOOKMARK",
      object: { metadata: { annotations: { "k8s.io/initial-events-end": "true" } } },
    })
    const merge = "application/merge-patch+json"
    await client.call("PATCH", `${configMaps}/seen`, { data: { a: "b" } }, merge)
    await client.call("PATCH", `${configMaps}/seen`, { metadata: { labels: { watched: "no" } } }, merge)
    const types = (await readEvents(2, events)).map(({ type }) => type)
    expect(types).toEqual(["MODIFIED", "DELETED"])
  })

  test("resumes a watch from a version and returns 410 for one that is too old", async () => {
    const { body } = await client.call("GET", configMaps)
    const version = textAt(body, "metadata", "resourceVersion")
    await client.call("POST", configMaps, configMap("later"))
    const [event] = await readEvents(
      1,
      client.watch(`${configMaps}?watch=true&resourceVersion=${version}&fieldSelector=metadata.name=later`),
    )
    expect(event).toMatchObject({ type: "ADDED", object: { metadata: { name: "later" } } })
    sandbox.cluster.store.deleteOldChanges()
    const [error] = await readEvents(1, client.watch(`${configMaps}?watch=true&resourceVersion=${version}`))
    expect(error).toMatchObject({ type: "ERROR", object: { code: 410, reason: "Expired" } })
  })

  test("returns only metadata when requested", async () => {
    await client.call("POST", configMaps, configMap("slim", { secret: "canary" }))
    const accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
    const { body } = await client.call("GET", configMaps, undefined, undefined, accept)
    const raw = JSON.stringify(body)
    expect(raw).toContain('"kind":"PartialObjectMetadataList"')
    expect(raw).not.toContain("canary")
    const query =
      "watch=true&sendInitialEvents=true&allowWatchBookmarks=true&fieldSelector=metadata.name=slim"
    const partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
    const events = await readEvents(2, client.watch(`${configMaps}?${query}`, partial))
    expect(events).toMatchObject([
      { type: "ADDED", object: { kind: "PartialObjectMetadata", metadata: { name: "slim" } } },
      { type: "BOOKMARK", object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" } },
    ])
    expect(JSON.stringify(events)).not.toContain("canary")
  })
})

describe("cascading deletion", () => {
  test("deletes the dependents of an object unless they are orphaned", async () => {
    const owner = async (name: string) =>
      textAt((await client.call("POST", configMaps, configMap(name))).body, "metadata", "uid") ?? ""
    for (const [name, query] of [
      ["owner", ""],
      ["leaver", "?propagationPolicy=Orphan"],
    ] as const) {
      const reference = { apiVersion: "v1", kind: "ConfigMap", name, uid: await owner(name) }
      await client.call("POST", configMaps, configMap(`${name}-child`, {}, { ownerReferences: [reference] }))
      await client.call("DELETE", `${configMaps}/${name}${query}`)
    }
    await expect.poll(async () => (await client.call("GET", `${configMaps}/owner-child`)).status).toBe(404)
    expect((await client.call("GET", `${configMaps}/leaver-child`)).status).toBe(200)
  })

  test("deletes everything in a terminating namespace and rejects new objects", async () => {
    await client.call("POST", "/api/v1/namespaces", { metadata: { name: "going" } })
    await client.call("POST", "/api/v1/namespaces/going/configmaps", configMap("inside"))
    await client.call("DELETE", "/api/v1/namespaces/going")
    const lateResponse = await client.call("POST", "/api/v1/namespaces/going/configmaps", configMap("late"))
    expect(lateResponse.status).toBe(403)
    await expect.poll(async () => (await client.call("GET", "/api/v1/namespaces/going")).status).toBe(404)
    expect(sandbox.cluster.store.list("/configmaps", "going")).toEqual([])
  })

  test("keeps an object until its finalizer is removed", async () => {
    await client.call("POST", configMaps, configMap("held", {}, { finalizers: ["example.com/hold"] }))
    const ending = await client.call("DELETE", `${configMaps}/held`)
    expect(textAt(ending.body, "metadata", "deletionTimestamp")).toBeDefined()
    await client.call(
      "PATCH",
      `${configMaps}/held`,
      { metadata: { finalizers: null } },
      "application/merge-patch+json",
    )
    expect((await client.call("GET", `${configMaps}/held`)).status).toBe(404)
  })
})

describe("invalid requests", () => {
  test.each([
    ["an unknown namespace", "/api/v1/namespaces/nowhere/configmaps", configMap("a"), 404],
    ["an invalid name", configMaps, configMap("No_Name"), 422],
    ["data that is not a string", configMaps, configMap("typed", { a: 1 }), 400],
    ["an unknown kind", "/apis/nothing/v1/things", configMap("a"), 404],
    [
      "more than a Secret can hold",
      "/api/v1/namespaces/default/secrets",
      { metadata: { name: "fat" }, stringData: { a: "x".repeat(1_100_000) } },
      422,
    ],
  ])("%s", async (_, path, body, status) => {
    expect((await client.call("POST", path, body)).status).toBe(status)
  })
})

describe("kubectl", () => {
  test("supports get, describe, apply, scale, wait and delete", { timeout: 30_000 }, async () => {
    const file = join(sandbox.folder, "web.json")
    const labels = { app: "web" }
    const deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "web:1" }] } },
      },
    }
    await writeFile(file, JSON.stringify(deployment))
    await sandbox.kubectl("apply", "-f", file)
    await sandbox.kubectl("rollout", "status", "deployment/web", "--timeout=10s")
    await sandbox.kubectl("scale", "deployment/web", "--replicas=2")
    await sandbox.kubectl(
      "wait",
      "--for=jsonpath={.status.readyReplicas}=2",
      "deployment/web",
      "--timeout=10s",
    )
    expect(await sandbox.kubectl("get", "deploy,pods")).toMatch(
      /deployment\.apps\/web +2\/2[\s\S]+pod\/web-\w+-\w+ +1\/1 +Running/,
    )
    const [pod = ""] = (await sandbox.kubectl("get", "pods", "-l=app=web", "-o=name")).split("\n")
    expect(await sandbox.kubectl("describe", pod)).toContain("Successfully assigned default/web-")
    await sandbox.kubectl("delete", "deployment/web", "--timeout=10s")
    await expect.poll(() => sandbox.kubectl("get", "pods", "-l=app=web", "-o=name")).toBe("")
  })
})
