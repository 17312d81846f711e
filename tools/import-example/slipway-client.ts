/** Slipway's API as this example uses it; throws with the server's error message. */
export class SlipwayClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  get(path: string): Promise<unknown> {
    return this.send("GET", path)
  }

  post(path: string, body: unknown): Promise<unknown> {
    return this.send("POST", path, "application/json", JSON.stringify(body))
  }

  postRows(path: string, rows: string): Promise<unknown> {
    return this.send("POST", path, "application/x-ndjson", rows)
  }

  private async send(method: string, path: string, contentType?: string, body?: string): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v1/platform/${path}`, {
      method,
      body,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(contentType === undefined ? {} : { "content-type": contentType }),
      },
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} returned ${response.status}: ${text}`)
    return text === "" ? null : JSON.parse(text)
  }
}
