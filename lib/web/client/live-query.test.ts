import { QueryClient, QueryObserver } from "@tanstack/react-query"
import { describe, expect, it } from "vitest"
import { reread, setChangedData, setLiveData } from "@/lib/web/client/live-query"

/** A mounted query whose fetches the test resolves, oldest first. */
function shownQuery() {
  const client = new QueryClient()
  const reads: ((value: string) => void)[] = []
  const queryKey = ["thing", 1]
  const queryFn = () => new Promise<string>((resolve) => reads.push(resolve))
  const observer = new QueryObserver(client, { queryKey, queryFn, retry: false })
  const stop = observer.subscribe(() => {})
  const respond = async (value: string) => {
    reads.shift()?.(value)
    for (let tick = 0; tick < 20; tick++) await Promise.resolve()
  }
  return {
    client,
    queryKey,
    reads,
    respond,
    stop,
    shown: () => client.getQueryData<string>(queryKey),
  }
}

describe("reread", () => {
  it("refetches an idle query", async () => {
    const { client, queryKey, reads, respond, shown, stop } = shownQuery()
    await respond("old")
    reread(client, { queryKey })
    expect(reads).toHaveLength(1)
    await respond("new")
    expect(shown()).toBe("new")
    stop()
  })

  it("refetches once after a fetch in progress, however often it is called", async () => {
    const { client, queryKey, reads, respond, shown, stop } = shownQuery()
    reread(client, { queryKey })
    reread(client, { queryKey })
    await respond("read before the change")
    expect(reads).toHaveLength(1)
    await respond("read after the change")
    expect([shown(), reads.length]).toEqual(["read after the change", 0])
    stop()
  })

  it("lets a fetch in progress finish, so that frequent changes cannot starve it", async () => {
    const { client, queryKey, reads, respond, shown, stop } = shownQuery()
    await respond("first")
    reread(client, { queryKey })
    for (let change = 0; change < 5; change++) reread(client, { queryKey })
    expect(reads).toHaveLength(1)
    await respond("second")
    expect(shown()).toBe("second")
    stop()
  })
})

describe("setLiveData", () => {
  it("is not overwritten by a fetch that started before the event", async () => {
    const { client, queryKey, respond, shown, stop } = shownQuery()
    setLiveData<string>(client, queryKey, () => "finished")
    expect(shown()).toBe("finished")
    await respond("running")
    await respond("finished")
    expect(shown()).toBe("finished")
    stop()
  })

  it("does not refetch when no fetch is in progress", async () => {
    const { client, queryKey, reads, respond, stop } = shownQuery()
    await respond("running")
    setLiveData<string>(client, queryKey, () => "finished")
    expect(reads).toHaveLength(0)
    stop()
  })
})

describe("setChangedData", () => {
  it("shows the response to a change and refetches newer data", async () => {
    const { client, queryKey, respond, shown, stop } = shownQuery()
    await respond("deployed")
    setChangedData(client, queryKey, "upgrading")
    expect(shown()).toBe("upgrading")
    await respond("upgraded")
    expect(shown()).toBe("upgraded")
    stop()
  })
})
