import { QueryClient, QueryObserver } from "@tanstack/react-query"
import { describe, expect, it } from "vitest"
import { reread, setChangedData, setLiveData } from "@/lib/web/client/live-query"

/** A query on screen whose reads the test answers, oldest first. */
function shownQuery() {
  const client = new QueryClient()
  const reads: ((value: string) => void)[] = []
  const queryKey = ["thing", 1]
  const queryFn = () => new Promise<string>((resolve) => reads.push(resolve))
  const observer = new QueryObserver(client, { queryKey, queryFn, retry: false })
  const stop = observer.subscribe(() => {})
  const answer = async (value: string) => {
    reads.shift()?.(value)
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  return { client, queryKey, reads, answer, stop, shown: () => client.getQueryData<string>(queryKey) }
}

describe("reread", () => {
  it("reads an idle query again", async () => {
    const { client, queryKey, reads, answer, shown, stop } = shownQuery()
    await answer("old")
    reread(client, { queryKey })
    expect(reads).toHaveLength(1)
    await answer("new")
    expect(shown()).toBe("new")
    stop()
  })

  it("reads once more after a first read that was under way, however often it is called", async () => {
    const { client, queryKey, reads, answer, shown, stop } = shownQuery()
    reread(client, { queryKey })
    reread(client, { queryKey })
    await answer("read before the change")
    expect(reads).toHaveLength(1)
    await answer("read after the change")
    expect([shown(), reads.length]).toEqual(["read after the change", 0])
    stop()
  })

  it("lets a read under way finish, so that steady changes cannot starve it", async () => {
    const { client, queryKey, reads, answer, shown, stop } = shownQuery()
    await answer("first")
    reread(client, { queryKey })
    for (let change = 0; change < 5; change++) reread(client, { queryKey })
    expect(reads).toHaveLength(1)
    await answer("second")
    expect(shown()).toBe("second")
    stop()
  })
})

describe("setLiveData", () => {
  it("is not undone by a read that began before the event", async () => {
    const { client, queryKey, answer, shown, stop } = shownQuery()
    setLiveData<string>(client, queryKey, () => "finished")
    expect(shown()).toBe("finished")
    await answer("running")
    await answer("finished")
    expect(shown()).toBe("finished")
    stop()
  })

  it("reads nothing again where nothing was being read", async () => {
    const { client, queryKey, reads, answer, stop } = shownQuery()
    await answer("running")
    setLiveData<string>(client, queryKey, () => "finished")
    expect(reads).toHaveLength(0)
    stop()
  })
})

describe("setChangedData", () => {
  it("shows the answer to a change and reads what happened since", async () => {
    const { client, queryKey, answer, shown, stop } = shownQuery()
    await answer("deployed")
    setChangedData(client, queryKey, "upgrading")
    expect(shown()).toBe("upgrading")
    await answer("upgraded")
    expect(shown()).toBe("upgraded")
    stop()
  })
})
