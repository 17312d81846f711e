import type { ServerResponse } from "node:http"
import { expired, statusObject } from "../api-error"
import type { Cluster } from "../cluster"
import type { JsonObject } from "../json"
import { storageOf } from "../kinds"
import type { Selection } from "../list-objects"
import type { Change } from "../store"
import type { Presenter } from "./present"

const bookmarkEveryMs = 30_000
const defaultTimeoutSeconds = 1_800

type Watch = {
  cluster: Pick<Cluster, "store">
  selection: Selection
  query: URLSearchParams
  response: ServerResponse
  present: Pick<Presenter, "one" | "kind">
}

/**
 * Streams changes as lines of JSON until the client or the requested timeout ends it. Starts from a version, or with
 * all existing objects (`sendInitialEvents`, or no version), followed by a bookmark if requested.
 */
export function streamWatch(watch: Watch): void {
  const { cluster, query, response } = watch
  response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-cache, private" })
  response.flushHeaders()
  if (!sendPast(watch)) {
    response.end()
    return
  }
  const unsubscribe = cluster.store.subscribe((change) => sendChange(watch, change))
  const bookmarks = query.get("allowWatchBookmarks") === "true"
  const beat = bookmarks ? setInterval(() => sendBookmark(watch, false), bookmarkEveryMs) : undefined
  const seconds = Number(query.get("timeoutSeconds") ?? 0) || defaultTimeoutSeconds
  const stop = () => {
    unsubscribe()
    clearInterval(beat)
    clearTimeout(end)
  }
  const end = setTimeout(() => {
    if (bookmarks) sendBookmark(watch, false)
    // Not when the response closes: a slow client is still reading then.
    stop()
    response.end()
  }, seconds * 1_000)
  response.on("close", stop)
}

/** False if the requested version is too old: the client receives an error and must list again. */
function sendPast(watch: Watch): boolean {
  const { cluster, query } = watch
  const version = query.get("resourceVersion") ?? ""
  const wantsInitial = query.get("sendInitialEvents") === "true"
  if (wantsInitial || version === "" || version === "0") {
    sendEverything(watch)
    if (wantsInitial) sendBookmark(watch, true)
    return true
  }
  const past = cluster.store.changesAfter(Number(version))
  if (past === null) {
    send(watch.response, "ERROR", statusObject(expired(Number(version), cluster.store.oldest)))
    return false
  }
  for (const change of past) sendChange(watch, change)
  return true
}

function sendEverything(watch: Watch): void {
  const { type, namespace, matches } = watch.selection
  for (const object of watch.cluster.store.list(storageOf(type), namespace)) {
    if (matches(object)) send(watch.response, "ADDED", watch.present.one(object))
  }
}

/** An object that leaves the selection is reported as deleted to this watcher, one that enters it as added. */
function sendChange(watch: Watch, change: Change): void {
  const { selection, response, present } = watch
  if (change.storage !== storageOf(selection.type)) return
  const was = change.previous !== null && selection.matches(change.previous)
  const is = change.type !== "DELETED" && selection.matches(change.object)
  if (is) send(response, was ? "MODIFIED" : "ADDED", present.one(change.object))
  else if (was) send(response, "DELETED", present.one(change.object))
}

function sendBookmark(watch: Watch, isInitialEnd: boolean): void {
  const { present, cluster, response } = watch
  const annotations = isInitialEnd ? { annotations: { "k8s.io/initial-events-end": "true" } } : {}
  send(response, "BOOKMARK", {
    ...present.kind,
    metadata: { resourceVersion: String(cluster.store.version), ...annotations },
  })
}

function send(response: ServerResponse, type: string, object: JsonObject): void {
  response.write(`${JSON.stringify({ type, object })}\n`)
}
