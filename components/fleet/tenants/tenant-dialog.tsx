"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { readTagLines } from "@/components/fleet/tenants/tag-text"
import { TenantFields } from "@/components/fleet/tenants/tenant-fields"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { showToast } from "@/components/ui/toast"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** What is left empty takes its default. */
function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined
  return {
    slug: text("slug"),
    name: text("name"),
    namespace: text("namespace"),
    cluster: text("cluster"),
    status: text("status"),
    clusterScoped: text("reach") === "cluster",
    isolated: text("reach") === "isolated",
    tags: readTagLines(String(form.get("tags") ?? "")),
  }
}

type TenantDialogProps = {
  /** The one to change; null makes a new one. */
  tenant: Tenant | null
  trigger: ReactNode
}

/** Adds a tenant, or changes one: its releases follow a new name by themselves. */
export function TenantDialog({ tenant, trigger }: TenantDialogProps) {
  const [open, setOpen] = useState(false)
  const formId = useId()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (body: ReturnType<typeof readForm>) =>
      tenant === null
        ? request<Tenant>(api.tenants(), { method: "POST", body })
        : request<Tenant>(api.tenant(tenant.id), { method: "PATCH", body }),
    onSuccess: async (saved) => {
      setOpen(false)
      showToast(tenant === null ? `${saved.name} is a tenant` : `${saved.name} is changed`)
      await queries.invalidateQueries()
    },
  })

  function change(next: boolean) {
    setOpen(next)
    if (next) save.reset()
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={trigger}
      title={tenant === null ? "New tenant" : `Change ${tenant.name}`}
      description={
        tenant === null
          ? "A customer with a namespace of its own, for which charts are installed."
          : undefined
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
            {tenant === null ? "Add" : "Save"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          save.mutate(readForm(new FormData(event.currentTarget)))
        }}
        className="flex flex-col gap-4"
      >
        <TenantFields tenant={tenant} error={save.error} />
      </form>
    </Dialog>
  )
}
