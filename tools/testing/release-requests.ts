import { expect, vi } from "vitest"
import { callRoute, type RouteResponse } from "./call-route"
import type { Caller } from "./callers"
import { routeAt } from "./route-at"

const base = "/api/v1/helm/releases"

/** Calls the routes of releases and operations as one caller. */
export class ReleaseClient {
  constructor(private readonly caller: Caller) {}

  /** `path`: below /api/v1, as a client writes it; `template`: with its parameters. */
  async call(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    template: string,
    path: string,
    more: { params?: Record<string, string>; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<RouteResponse> {
    return callRoute(routeAt(template), method, { caller: this.caller, path: `/api/v1/${path}`, ...more })
  }

  install(body: Record<string, unknown>, headers: Record<string, string> = {}): Promise<RouteResponse> {
    return this.call("POST", "helm/releases", "helm/releases", { body, headers })
  }

  get(releaseId: string, rest = "", folder = ""): Promise<RouteResponse> {
    return this.call("GET", `helm/releases/{releaseId}${folder}`, `helm/releases/${releaseId}${rest}`, {
      params: { releaseId },
    })
  }

  revision(releaseId: string, revision: number, query = ""): Promise<RouteResponse> {
    const path = `helm/releases/${releaseId}/history/${revision}${query}`
    const params = { releaseId, revision: String(revision) }
    return this.call("GET", "helm/releases/{releaseId}/history/{revision}", path, { params })
  }

  change(
    releaseId: string,
    action: "upgrade" | "rollback" | "rollback/last-successful",
    body: unknown,
  ): Promise<RouteResponse> {
    const params = { releaseId }
    return this.call("POST", `helm/releases/{releaseId}/${action}`, `helm/releases/${releaseId}/${action}`, {
      params,
      body,
    })
  }

  uninstall(releaseId: string, query = ""): Promise<RouteResponse> {
    const params = { releaseId }
    return this.call("DELETE", "helm/releases/{releaseId}", `helm/releases/${releaseId}${query}`, { params })
  }

  operation(id: string): Promise<RouteResponse> {
    return this.call("GET", "operations/{id}", `operations/${id}`, { params: { id } })
  }

  cancel(id: string): Promise<RouteResponse> {
    return this.call("POST", "operations/{id}/cancel", `operations/${id}/cancel`, { params: { id } })
  }

  preview(body: unknown): Promise<RouteResponse> {
    return this.call("POST", "helm/releases/preview", "helm/releases/preview", { body })
  }

  /** The operation of a 202 response, once it has ended. */
  async done(accepted: RouteResponse): Promise<RouteResponse["body"]> {
    expect(accepted.status, accepted.text).toBe(202)
    expect(accepted.headers.get("location")).toBe(`${base}/${accepted.body.id}`)
    const id = operationIdOf(accepted)
    return vi.waitFor(
      async () => {
        const { body } = await this.operation(id)
        expect(body.state).not.toMatch(/QUEUED|RUNNING/)
        return body
      },
      { timeout: 60_000, interval: 200 },
    )
  }
}

export function operationIdOf(accepted: RouteResponse): string {
  return accepted.headers.get("operation-location")?.split("/").at(-1) ?? ""
}
