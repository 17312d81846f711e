"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"
import { showToast } from "@/components/ui/toast"
import type { Repository } from "@/lib/fleet/charts/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

export function RemoveRepositoryDialog({ repository }: { repository: Repository }) {
  const [open, setOpen] = useState(false)
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => request<unknown>(api.repository(repository.id), { method: "DELETE" }),
    onSuccess: async () => {
      setOpen(false)
      showToast("Repository removed")
      await queries.invalidateQueries()
    },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width="sm"
      trigger={
        <Button size="sm" variant="ghost">
          Remove<span className="sr-only"> {repository.name}</span>
        </Button>
      }
      title={`Remove ${repository.name}?`}
      description="Releases installed from it keep running, with their history. They cannot be upgraded until a repository with this name exists again."
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
