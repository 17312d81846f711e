import { type APIRequestContext, type APIResponse, expect } from "@playwright/test"

type Json = Record<string, unknown>

/** Slipway as a pipeline or an admin's script uses it: over HTTP, with the token the server was started with. */
export class SlipwayApi {
  constructor(private readonly request: APIRequestContext) {}

  /** Records a deployment and returns it; the defaults are those of the API. */
  record(deployment: Json): Promise<Json> {
    return this.post("/api/v1/platform/deployments", deployment)
  }

  /** Sends a deployment that is rejected, and waits until its request is kept. */
  async refuse(
    deployment: Json & { application: string },
    headers: Record<string, string> = {},
  ): Promise<void> {
    const response = await this.request.post("/api/v1/platform/deployments", {
      data: deployment,
      headers: { ...authorization(), ...headers },
    })
    expect(response.status()).toBeGreaterThanOrEqual(400)
    await this.untilKept(response)
  }

  /** Waits until a request of a pipeline is listed, which is a moment after its response. */
  async untilKept(response: APIResponse): Promise<void> {
    const id = response.headers()["x-request-id"] ?? ""
    await expect.poll(() => this.get(`/api/v1/ingest/log?q=${id}`)).toHaveLength(1)
  }

  /** Records many deployments at once, one JSON line each. */
  async importLines(lines: string[]): Promise<void> {
    const response = await this.request.post("/api/v1/platform/deployments/import", {
      data: lines.join("\n"),
      headers: { ...authorization(), "content-type": "application/x-ndjson" },
    })
    expect(await response.json()).toMatchObject({ refused: 0, recorded: lines.length })
  }

  /** Adds a user with a known password. */
  addUser(user: { email: string; name: string; role: string; password: string }): Promise<Json> {
    return this.post("/api/v1/users", user)
  }

  async post(path: string, body: Json): Promise<Json> {
    const response = await this.request.post(path, { data: body, headers: authorization() })
    expect(response.status(), await response.text()).toBeLessThan(300)
    return response.json()
  }

  async get(path: string): Promise<unknown> {
    const response = await this.request.get(path, { headers: authorization() })
    expect(response.status(), await response.text()).toBe(200)
    return response.json()
  }

  async delete(path: string): Promise<Json> {
    const response = await this.request.delete(path, { headers: authorization() })
    expect(response.status(), await response.text()).toBeLessThan(300)
    return response.json()
  }

  async patch(path: string, body: Json): Promise<Json> {
    const response = await this.request.patch(path, { data: body, headers: authorization() })
    expect(response.status(), await response.text()).toBe(200)
    return response.json()
  }
}

function authorization(): { authorization: string } {
  return { authorization: `Bearer ${process.env.SLIPWAY_BOOTSTRAP_TOKEN}` }
}
