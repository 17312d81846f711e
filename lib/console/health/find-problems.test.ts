import { describe, expect, it } from "vitest"
import { findProblems, limits } from "./find-problems"
import type { SystemStatus } from "./status-schema"

const now = new Date("2026-11-29T12:00:00Z")
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString()

const healthy: Omit<SystemStatus, "findings"> = {
  web: { version: "1.0.0", node: "v24.0.0", startedAt: ago(1_000), memory: 200_000_000 },
  database: {
    version: "18.1",
    size: 1_000_000,
    connections: 20,
    maxConnections: 100,
    longestTransaction: 0,
    migrations: { applied: 3, newest: "3_last", missing: [], newer: [] },
  },
  changes: { queued: 0, running: 1, oldestQueuedAt: null },
  previews: { queued: 0, running: 0, oldestQueuedAt: null },
  workers: { alive: 2, versions: ["1.0.0"] },
  clusters: [{ name: "sandbox", reachable: true, lastSeenAt: ago(1_000) }],
  requests: { oldestAt: ago(1_000), dropped: 0 },
  storage: { folder: "/data", free: 60, total: 100 },
  backup: { at: ago(limits.backupMs - 1), file: "/backup.tgz", size: 5 },
}

const problemsOf = (change: Partial<typeof healthy>) =>
  findProblems({ ...healthy, ...change }, now).map(({ severity, message }) => `${severity}: ${message}`)

const { database } = healthy

describe("findProblems", () => {
  it("returns no problems when everything works, even if the disk and the backup are unknown", () => {
    expect(problemsOf({})).toEqual([])
    expect(problemsOf({ storage: null, backup: null })).toEqual([])
  })

  it.each<[string, Partial<typeof healthy>, string]>([
    [
      "missing migrations",
      { database: { ...database, migrations: { ...database.migrations, missing: ["4_next"] } } },
      "error: The database lacks 1 migration of this version.",
    ],
    [
      "migrations of a newer version",
      { database: { ...database, migrations: { ...database.migrations, newer: ["4_next"] } } },
      "warning: A newer version has migrated the database (4_next).",
    ],
    [
      "connections that run out",
      { database: { ...database, connections: 81 } },
      "warning: 81 of 100 database connections are in use.",
    ],
    [
      "a transaction that was left open",
      { database: { ...database, longestTransaction: 1_200 } },
      "warning: A transaction has been open for 20 minutes, which delays live updates and clean-up.",
    ],
    [
      "requests that were not kept",
      { requests: { oldestAt: null, dropped: 2 } },
      "warning: 2 requests of pipelines in the last day were answered and not kept for the request inspector.",
    ],
    [
      "no worker",
      { workers: { alive: 0, versions: [] } },
      "error: No worker is running, so nothing is installed, upgraded, rolled back or watched.",
    ],
    [
      "workers of another version",
      { workers: { alive: 2, versions: ["0.9.0", "1.0.0"] } },
      "warning: Workers run version 0.9.0, this process 1.0.0.",
    ],
    [
      "changes that wait for long",
      { changes: { queued: 1, running: 4, oldestQueuedAt: ago(360_000) } },
      "warning: 1 change of releases waits for a worker, the oldest for 6 minutes.",
    ],
    [
      "a cluster that is away",
      { clusters: [{ name: "production", reachable: false, lastSeenAt: null }] },
      "error: Not reachable: production.",
    ],
    [
      "a cluster that no worker watches",
      { clusters: [{ name: "production", reachable: null, lastSeenAt: null }] },
      "warning: Not watched: production. Changes outside Slipway are not noticed.",
    ],
    [
      "a disk that fills up",
      { storage: { folder: "/data", free: 9, total: 100 } },
      "warning: The disk of /data is 91% full.",
    ],
    [
      "an old backup",
      { backup: { at: ago(8 * 86_400_000), file: "/backup.tgz", size: 5 } },
      "warning: The last backup is 8 days old.",
    ],
  ])("finds %s", (_, change, problem) => {
    expect(problemsOf(change)).toEqual([problem])
  })

  it("lists errors first", () => {
    const change = {
      storage: { folder: "/data", free: 1, total: 100 },
      workers: { alive: 0, versions: [] },
    }
    expect(problemsOf(change).map((problem) => problem.split(":")[0])).toEqual(["error", "warning"])
  })

  it("does not count changes that have only just been queued", () => {
    expect(problemsOf({ changes: { queued: 3, running: 4, oldestQueuedAt: ago(60_000) } })).toEqual([])
  })
})
