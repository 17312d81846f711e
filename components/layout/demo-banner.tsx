"use client"

import { useRouter } from "next/navigation"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

/** A notice that the data is demo data. `removable`: this user may remove it permanently. */
export function DemoBanner({ removable }: { removable: boolean }) {
  return (
    <aside
      aria-label="Demo data"
      className="flex min-h-8 shrink-0 flex-wrap items-center justify-center gap-x-2 border-b border-line bg-raised px-4 py-1 text-xs text-muted"
    >
      You are viewing demo data.
      {removable && <RemoveDemo />}
    </aside>
  )
}

function RemoveDemo() {
  const router = useRouter()
  const remove = useApiMutation(() => request(api.demo(), { method: "DELETE" }), {
    toast: "Demo data removed",
    invalidates: [queryKeys.all],
    onSuccess: () => router.refresh(),
  })
  return (
    <ConfirmDialog
      trigger={
        <button type="button" className="rounded-sm text-accent underline underline-offset-2">
          Remove demo data
        </button>
      }
      title="Remove demo data?"
      description="Removes all demo data permanently. Data that you recorded is kept."
      confirm="Remove"
      action={remove}
    />
  )
}
