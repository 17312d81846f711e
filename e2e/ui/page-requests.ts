import { expect, type Page, type Request } from "@playwright/test"

const anyId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** The requests that a page makes itself, without its document, the event stream and build files. */
export class PageRequests {
  private readonly sent: string[] = []
  private readonly pending = new Set<Request>()
  private readonly scripts = new Set<Request>()
  private started = 0
  private streams = false

  constructor(private readonly page: Page) {
    page.on("request", (request) => this.began(request))
    page.on("requestfinished", (request) => this.pending.delete(request))
    page.on("requestfailed", (request) => this.pending.delete(request))
  }

  /** Waits until the page is hydrated and all its requests, including those they trigger, are complete. */
  async waitUntilIdle({ live = true } = {}): Promise<void> {
    await expect
      .poll(async () => {
        const before = this.started
        await untilNothingToDo(this.page)
        return {
          live: this.streams || !live,
          pending: this.pending.size,
          more: this.started - before,
        }
      })
      .toEqual({ live: true, pending: 0, more: 0 })
  }

  /** The requests that are not allowed, or exceed the allowed number. */
  beyond(allowed: Record<string, number>): string[] {
    const counts = Object.entries(Object.groupBy(this.sent, (path) => path))
    return counts.flatMap(([path, total]) =>
      (total?.length ?? 0) > (allowed[path] ?? 0) ? `${path}, ${total?.length} times` : [],
    )
  }

  /** The transferred kB of all scripts so far, including those loaded by other scripts. */
  async script(): Promise<number> {
    const sizes = await Promise.all([...this.scripts].map((request) => request.sizes()))
    return sizes.reduce((total, { responseBodySize }) => total + responseBodySize, 0) / 1_000
  }

  private began(request: Request): void {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname.endsWith("/events")) this.streams = true
    else if (request.resourceType() === "script") this.scripts.add(request)
    else if (pathname.startsWith("/api/v1"))
      this.sent.push(pathname.replace("/api/v1", "").replace(anyId, "…"))
    else if (searchParams.has("_rsc")) this.sent.push(`page ${pathname}`)
    else return
    this.started++
    if (!pathname.endsWith("/events")) this.pending.add(request)
  }
}

/** What other tests change does not reach the next pages, whose event streams are open all the same. */
export async function ignoreChanges(page: Page): Promise<void> {
  await page.addInitScript(() => {
    EventSource.prototype.addEventListener = new Proxy(EventSource.prototype.addEventListener, {
      apply(listen, source, [type, ...rest]) {
        if (!/^(deployment|quarantine|release|rollout|tenant)\.|^resync$/.test(type))
          Reflect.apply(listen, source, [type, ...rest])
      },
    })
  })
}

function untilNothingToDo(page: Page): Promise<void> {
  return page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => resolve())))
}
