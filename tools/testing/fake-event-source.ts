/** Replaces the browser's EventSource; the test controls what the server sends. */
export class FakeSource extends EventTarget {
  static readonly CLOSED = 2
  static opened: FakeSource[] = []
  readyState = 0
  onopen?: () => void
  onerror?: () => void

  /** The most recently opened stream. */
  static newest(): FakeSource {
    const source = FakeSource.opened.at(-1)
    if (!source) throw new Error("No stream was opened")
    return source
  }

  constructor(readonly url: string) {
    super()
    FakeSource.opened.push(this)
  }
  close() {
    this.readyState = FakeSource.CLOSED
  }
  fail(closed: boolean) {
    if (closed) this.readyState = FakeSource.CLOSED
    this.onerror?.()
  }
  send(event: string, data: unknown, lastEventId = "") {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data), lastEventId }))
  }
}
