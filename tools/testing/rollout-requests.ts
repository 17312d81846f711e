import { callRoute, type RouteResponse } from "./call-route"
import type { Caller } from "./callers"
import { routeAt } from "./route-at"
import { smallChart } from "./small-chart"

export type More = {
  caller?: Caller
  body?: unknown
  headers?: Record<string, string>
  params?: Record<string, string>
}

/** Calls the routes of rollouts, as one caller unless another is given. */
export class RolloutClient {
  constructor(readonly caller: Caller) {}

  private call(
    method: "GET" | "POST",
    template: string,
    path: string,
    more: More = {},
  ): Promise<RouteResponse> {
    return callRoute(routeAt(template), method, {
      caller: this.caller,
      path: `/api/v1/helm/${path}`,
      ...more,
    })
  }

  start(body?: unknown, more: More & { chart?: string; query?: string } = {}): Promise<RouteResponse> {
    const { chart = smallChart, query = "?targetVersion=1.1.0", ...rest } = more
    const path = `releases/chart/${encodeURIComponent(chart)}/batch-upgrade${query}`
    const template = "helm/releases/chart/{chartName}/batch-upgrade"
    return this.call("POST", template, path, { params: { chartName: chart }, body, ...rest })
  }

  get(id: string, more: More = {}): Promise<RouteResponse> {
    return this.call("GET", "helm/rollouts/{id}", `rollouts/${id}`, { params: { id }, ...more })
  }

  act(id: string, action: string, more: More = {}): Promise<RouteResponse> {
    return this.call("POST", `helm/rollouts/{id}/${action}`, `rollouts/${id}/${action}`, {
      params: { id },
      ...more,
    })
  }

  preview(body: object, more: More = {}): Promise<RouteResponse> {
    return this.call("POST", "helm/rollouts/preview", "rollouts/preview", {
      body: { chartName: smallChart, targetVersion: "1.1.0", ...body },
      ...more,
    })
  }

  list(query = "", more: More = {}): Promise<RouteResponse> {
    return this.call("GET", "helm/rollouts", `rollouts${query}`, more)
  }
}

export const pointersOf = ({ body }: RouteResponse): string[] =>
  body.errors.map(({ pointer }: { pointer: string }) => pointer)
