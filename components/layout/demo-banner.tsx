"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"
import { showToast } from "@/components/ui/toast"
import { api } from "@/lib/platform/paths"
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
  const [open, setOpen] = useState(false)
  const router = useRouter()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => request<unknown>(api.demo(), { method: "DELETE" }),
    onSuccess: async () => {
      setOpen(false)
      showToast("Demo data removed")
      router.refresh()
      await queries.invalidateQueries()
    },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width="sm"
      trigger={
        <button type="button" className="rounded-sm text-accent underline underline-offset-2">
          Remove demo data
        </button>
      }
      title="Remove demo data?"
      description="Removes all demo data permanently. Data that you recorded is kept."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button variant="danger" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </>
      }
    >
      <FormError error={remove.error} />
    </Dialog>
  )
}
