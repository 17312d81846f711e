import { useRouter } from "next/navigation"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import type { DialogState } from "@/components/ui/dialog-button"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

export default function RemoveDemoDialog(state: DialogState) {
  const router = useRouter()
  const remove = useApiMutation("DELETE", api("/demo"), {
    toast: "Demo data removed",
    invalidates: [queryKeys.all],
    onSuccess: () => router.refresh(),
  })
  return (
    <ConfirmDialog
      {...state}
      title="Remove demo data?"
      description="Removes all demo data permanently. Data that you recorded is kept."
      confirm="Remove"
      action={remove}
    />
  )
}
