import { type QueryKey, useQueryClient } from "@tanstack/react-query"
import { useEffect, useEffectEvent } from "react"
import { type EventSubject, useLive } from "@/components/layout/live"
import { reread } from "@/lib/web/client/live-query"

/** A busy pipeline or a rollout changes many things at once: they are reloaded together. */
const defaultPauseMs = 400

/**
 * Calls `act` shortly after something of the kinds changed, at most once per `pauseMs` milliseconds. Nothing is called
 * while live updates are paused, including pending calls: resuming reloads everything.
 *
 * @param subjects one kind, or a constant list of them
 */
export function useAfterChange(
  subjects: EventSubject | readonly EventSubject[],
  act: () => void,
  pauseMs = defaultPauseMs,
): void {
  const { paused, subscribe } = useLive()
  const run = useEffectEvent(act)
  useEffect(() => {
    if (paused) return
    let timer: ReturnType<typeof setTimeout> | undefined
    function update() {
      timer ??= setTimeout(() => {
        timer = undefined
        run()
      }, pauseMs)
    }
    const ends = [subjects].flat().map((one) => subscribe(one, update))
    return () => {
      clearTimeout(timer)
      for (const end of ends) end()
    }
  }, [subjects, paused, pauseMs, subscribe])
}

/** Refetches all queries whose key starts with `key`, as `useAfterChange` calls. */
export function useReadAfterChange(
  subjects: EventSubject | readonly EventSubject[],
  key: QueryKey,
  pauseMs?: number,
): void {
  const queries = useQueryClient()
  useAfterChange(subjects, () => reread(queries, { queryKey: key }), pauseMs)
}
