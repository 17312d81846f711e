import { gzipSync } from "node:zlib"
import { expect, type Page, type Request } from "@playwright/test"

/** What a page asks the server for by itself: its own document, the stream of events and files of the build left out. */
export class PageRequests {
  private readonly asked: string[] = []
  private readonly pending = new Set<Request>()
  private streams = false

  constructor(page: Page) {
    page.on("request", (request) => this.began(request))
    page.on("requestfinished", (request) => this.pending.delete(request))
    page.on("requestfailed", (request) => this.pending.delete(request))
  }

  /** Until the page has come alive, and everything it asked for is answered. */
  async untilAnswered(): Promise<void> {
    await expect
      .poll(() => ({ streams: this.streams, pending: this.pending.size }))
      .toEqual({ streams: true, pending: 0 })
  }

  /** What was asked for that is not allowed, or more often than that. */
  beyond(allowed: Record<string, number>): string[] {
    const counts = Object.entries(Object.groupBy(this.asked, (path) => path))
    return counts.flatMap(([path, all]) =>
      (all?.length ?? 0) > (allowed[path] ?? 0) ? `${path}, ${all?.length} times` : [],
    )
  }

  private began(request: Request): void {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname.endsWith("/events")) this.streams = true
    else if (pathname.startsWith("/api/v1")) this.note(pathname.replace("/api/v1", ""), request)
    else if (searchParams.has("_rsc")) this.note(`page ${pathname}`, request)
  }

  private note(what: string, request: Request): void {
    this.asked.push(what)
    this.pending.add(request)
  }
}

/** kB of gzip of the scripts that a document names, without those for browsers that know no modules. */
export async function scriptOf(page: Page, html: string): Promise<number> {
  const tags = [...html.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => tag)
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? [])
  const bodies = await Promise.all(
    [...new Set(sources)].map(async (source) => (await page.request.get(source)).body()),
  )
  return bodies.reduce((total, body) => total + gzipSync(body, { level: 9 }).length, 0) / 1_000
}
