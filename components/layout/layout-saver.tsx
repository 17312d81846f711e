"use client"

import { useEffect, useEffectEvent } from "react"
import { changedLayouts, onLayoutChange } from "@/components/ui/layouts"
import { showErrorToast } from "@/components/ui/toast"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { ColumnLayout } from "@/lib/identity/views/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

type Change = { list: string; layout: ColumnLayout | null }

/** Dragging a column changes its width many times. */
const pauseMs = 300

/** Saves the layouts that changed before it was loaded, and each later change after a pause. */
export default function LayoutSaver() {
  const save = useApiMutation<unknown, Change>(
    ({ list, layout }) =>
      layout === null
        ? request(api.myLayout(list), { method: "DELETE" })
        : request(api.myLayout(list), { method: "PUT", body: layout }),
    { onError: () => showErrorToast("Could not save the columns. They last until the page is closed.") },
  )
  const send = useEffectEvent((change: Change) => save.mutate(change))
  useEffect(() => {
    const timers = new Map<string, number>()
    const schedule = (list: string, layout: ColumnLayout | null) => {
      window.clearTimeout(timers.get(list))
      timers.set(
        list,
        window.setTimeout(() => send({ list, layout }), pauseMs),
      )
    }
    for (const [list, layout] of changedLayouts()) schedule(list, layout)
    return onLayoutChange(schedule)
  }, [])
  return null
}
