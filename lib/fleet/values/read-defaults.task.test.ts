import { describe, expect, it } from "vitest"
import type { ChartNode } from "@/lib/fleet/charts/archive/read-chart-files"
import readDefaultsTask from "./read-defaults.task"

const chart = (name: string, values: object, fields: Partial<ChartNode> = {}): ChartNode => ({
  name,
  version: "1.0.0",
  values: { ...values },
  schema: null,
  dependencies: [],
  subcharts: [],
  crds: [],
  ...fields,
})

const dependency = (name: string, fields: object = {}) => ({
  name,
  version: "1.0.0",
  repository: null,
  alias: null,
  condition: null,
  tags: [],
  imports: [],
  ...fields,
})

const defaultsOf = (node: ChartNode) => {
  const { values, masked } = readDefaultsTask(node)
  return { values: JSON.parse(values), masked: JSON.parse(masked) }
}

describe("The default values of a chart", () => {
  it("contain those of its subcharts under their aliases, whether enabled or not", () => {
    const parent = chart(
      "shop",
      { redis: { enabled: false, port: 1 } },
      {
        dependencies: [
          dependency("redis", { condition: "redis.enabled" }),
          dependency("redis", { alias: "cache" }),
        ],
        subcharts: [chart("redis", { port: 6379, size: "1Gi" })],
      },
    )
    expect(defaultsOf(parent).values).toMatchObject({
      redis: { enabled: false, port: 1, size: "1Gi" },
      cache: { port: 6379, size: "1Gi" },
    })
  })

  it("are masked where they are secret by key or schema", () => {
    const schema = { properties: { pin: { writeOnly: true } } }
    const { values, masked } = defaultsOf(
      chart("shop", { pin: 1234, auth: { password: "changeme", user: "" } }, { schema }),
    )
    expect(values).toMatchObject({ pin: 1234, auth: { password: "changeme" } })
    expect(masked).toEqual({ pin: "••••••••", auth: { password: "••••••••", user: "" } })
  })
})
