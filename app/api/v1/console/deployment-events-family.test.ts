import { expect, it } from "vitest"
import { deploymentEvents as route } from "@/app/api/v1/console/routes"
import { deployments } from "@/app/api/v1/deployments/routes"
import { environments } from "@/app/api/v1/environments/routes"
import { callRoute } from "@/tools/testing/call-route"
import { sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { streamRoute } from "@/tools/testing/read-events"

const base = "/api/v1/platform"

it("streams the events of a family member that was created after the stream started", async () => {
  const family = { name: "streamed", rank: null, aliases: ["streamed/*"] }
  const admin = await sessionCaller("ADMIN")
  await callRoute(environments, "POST", { caller: admin, path: `${base}/environments`, body: family })
  const pipeline = await tokenCaller(["deployments:write"])
  const limited = await tokenCaller(["deployments:read"], { environments: ["streamed"] })
  const path = `${base}/deployments/events`
  const streams = [
    await streamRoute(route, `${path}?environment=streamed`, pipeline, {}),
    await streamRoute(route, path, limited, {}),
  ]
  const body = { environment: "streamed/one", imageTag: "v1" }
  const recorded = await callRoute(deployments, "POST", {
    caller: pipeline,
    path: `${base}/deployments`,
    body,
  })
  for (const stream of streams) {
    expect((await stream.next())?.data.id).toBe(recorded.body.id)
    stream.leave()
  }
})
