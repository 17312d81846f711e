import { describe, expect, it } from "vitest"
import { toEvents } from "@/components/console/activity/activity-events"
import { hrefOf, versionsOf } from "@/components/console/activity/activity-labels"
import type { Activity } from "@/lib/console/activity/schema"

type Deployment = NonNullable<Activity["deployment"]>
let minute = 600

/** Entries are written newest first. */
function deployed(imageTag: string, fields: Partial<Deployment> & Partial<Activity> = {}): Activity {
  const {
    application = "web",
    environment = "prod",
    status = "DEPLOYED",
    previousImageTag = null,
    ...rest
  } = fields
  return {
    kind: "deployment",
    at: new Date(--minute * 60_000).toISOString(),
    by: "ada",
    why: null,
    error: null,
    isRollback: false,
    release: null,
    deployment: { id: `id-${minute}`, application, environment, imageTag, previousImageTag, status },
    ...rest,
  }
}
const eventsOf = (entries: Activity[]) =>
  toEvents(entries).map((event) => [event.kind, event.entries.length, versionsOf(event)])

describe("Activity lists events", () => {
  it("with the version before and the version after", () => {
    expect(eventsOf([deployed("v2", { previousImageTag: "v1" })])).toEqual([
      ["deployment", 1, { from: "v1", to: "v2" }],
    ])
    expect(eventsOf([deployed("v1")])).toEqual([["deployment", 1, { from: null, to: "v1" }]])
    expect(eventsOf([deployed("v1", { previousImageTag: "v1" })])).toEqual([
      ["deployment", 1, { from: null, to: "v1" }],
    ])
  })

  it("with one line for a rollback that was both recorded and marked, in either order", () => {
    const rollback = { isRollback: true, previousImageTag: "v1362" }
    const mark = { kind: "mark", isRollback: true, status: "ROLLED_BACK", why: "Errors doubled" } as const
    const both = [deployed("v1362", { ...mark, previousImageTag: "v1357" }), deployed("v1357", rollback)]
    for (const entries of [both, both.toReversed()]) {
      expect(eventsOf(entries)).toEqual([["deployment", 1, { from: "v1362", to: "v1357" }]])
      expect(toEvents(entries)[0]?.why).toBe("Errors doubled")
    }
  })

  it("with a separate line for a mark without a recorded rollback", () => {
    const mark = deployed("v2", {
      kind: "mark",
      isRollback: true,
      status: "ROLLED_BACK",
      previousImageTag: "v1",
    })
    const inOtherEnvironment = deployed("v1", {
      isRollback: true,
      previousImageTag: "v2",
      environment: "dev",
    })
    const other = deployed("v1", { isRollback: true, previousImageTag: "v3" })
    expect(eventsOf([mark, inOtherEnvironment, other]).map(([kind]) => kind)).toEqual([
      "mark",
      "deployment",
      "deployment",
    ])
    expect(eventsOf([mark])).toEqual([["mark", 1, { from: "v2", to: "v1" }]])
  })

  it("with one line for a burst of one application in one environment, linked to these deployments", () => {
    const entries = [
      deployed("v4", { previousImageTag: "v3" }),
      deployed("v3", { previousImageTag: "v2" }),
      deployed("v2", { previousImageTag: "v1" }),
    ]
    expect(eventsOf(entries)).toEqual([["deployment", 3, { from: "v1", to: "v4" }]])
    const [event] = toEvents(entries)
    const link = new URL(event === undefined ? "" : hrefOf(event), "http://slipway.test")
    expect(link.pathname).toBe("/history")
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      application: "web",
      environment: "prod",
      initiatedBy: "ada",
    })
    expect(link.searchParams.get("from")).toBe(entries[2]?.at)
    expect(Date.parse(link.searchParams.get("to") ?? "")).toBe(Date.parse(entries[0]?.at ?? "") + 1)
  })

  it("with lines of at most 20 deployments, so that a busy lane fills the screen with few pages", () => {
    const entries = Array.from({ length: 41 }, (_, index) => deployed(`v${index}`))
    expect(eventsOf(entries).map(([, count]) => count)).toEqual([20, 20, 1])
  })

  it("without hiding a failure, a rollback or another application in a burst", () => {
    const failure = deployed("v3", { status: "FAILED" })
    const entries = [deployed("v4"), failure, deployed("v2"), deployed("w1", { application: "api" })]
    expect(eventsOf(entries).map(([, count]) => count)).toEqual([1, 1, 1, 1])
  })
})
