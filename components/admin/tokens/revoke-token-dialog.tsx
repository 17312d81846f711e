"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"
import { showToast } from "@/components/ui/toast"
import type { Token } from "@/lib/identity/tokens/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

export function RevokeTokenDialog({ token }: { token: Token }) {
  const [open, setOpen] = useState(false)
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => request<unknown>(api.token(token.id), { method: "DELETE" }),
    onSuccess: async () => {
      setOpen(false)
      showToast("Token revoked")
      await queries.invalidateQueries({ queryKey: ["tokens"] })
    },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width="sm"
      trigger={
        <Button size="sm" variant="ghost" className="relative z-1">
          Revoke<span className="sr-only"> {token.name}</span>
        </Button>
      }
      title={`Revoke ${token.name}?`}
      description="Requests with this token are rejected and its open streams end. This cannot be undone. Its records are kept."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button variant="danger" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke
          </Button>
        </>
      }
    >
      <FormError error={revoke.error} />
    </Dialog>
  )
}
