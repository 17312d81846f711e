"use client"

import { lazy } from "react"
import { SetUpSteps } from "@/components/admin/event-sources/set-up-steps"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { Dialog } from "@/components/ui/dialog"
import { DialogButton } from "@/components/ui/dialog-button"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { EventSource } from "@/lib/ledger/event-sources/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

const EventSourceDialog = lazy(() => import("@/components/admin/event-sources/event-source-dialog"))

interface EventSourceActionsProps {
  source: EventSource
  environments: readonly string[]
  url: string | null
}

export function EventSourceActions({ source, environments, url }: EventSourceActionsProps) {
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      <Dialog trigger={<Button of={source.name}>Set up</Button>} title={`Set up ${source.name}`}>
        <SetUpSteps source={source} url={url} secret={null} />
      </Dialog>
      <DialogButton
        of={source.name}
        dialog={(state) => (
          <EventSourceDialog {...state} source={source} environments={environments} url={url} />
        )}
      >
        Edit
      </DialogButton>
      <RotateDialog source={source} url={url} />
      <RemoveDialog source={source} />
    </span>
  )
}

function RotateDialog({ source, url }: Omit<EventSourceActionsProps, "environments">) {
  const rotate = useApiMutation(() => request(api.rotateEventSource(source.id), { method: "POST" }), {
    invalidates: [queryKeys.eventSources],
  })
  return (
    <ConfirmDialog
      trigger={<Button of={source.name}>Rotate</Button>}
      title={rotate.data ? `New secret of ${source.name}` : `Rotate the secret of ${source.name}?`}
      description="The current secret is accepted for another 24 hours. Enter the new one in the other system before then."
      confirm="Rotate"
      action={rotate}
      result={rotate.data ? <SetUpSteps source={rotate.data} url={url} secret={rotate.data.secret} /> : null}
    />
  )
}

function RemoveDialog({ source }: { source: EventSource }) {
  const remove = useApiMutation(() => request(api.eventSource(source.id), { method: "DELETE" }), {
    toast: "Event source removed",
    invalidates: [queryKeys.eventSources],
  })
  return (
    <ConfirmDialog
      trigger={<Button of={source.name}>Remove</Button>}
      title={`Remove ${source.name}?`}
      description="New events are rejected. Deployments that it recorded are kept. This cannot be undone."
      confirm="Remove"
      action={remove}
    />
  )
}
