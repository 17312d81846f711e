"use client"

import { ShieldAlert, ShieldCheck } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"
import { Spinner } from "@/components/ui/spinner"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { AuditVerification } from "@/lib/identity/audit/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** Verifies every hash chain on the server and shows whether the log was changed. */
export function VerifyButton() {
  const verify = useApiMutation(() => request(api.auditVerify()))
  return (
    <Dialog
      width="sm"
      trigger={
        <Button icon={<ShieldCheck size={14} />} onClick={() => verify.mutate(undefined)}>
          Verify
        </Button>
      }
      title="Verify the audit log"
      description="Each entry includes the hash of the previous one, so changed or missing entries are detected."
    >
      <div role="status" className="min-h-12 py-1 text-sm">
        {verify.isPending && (
          <span className="flex items-center gap-2 text-muted">
            <Spinner size={14} /> Verifying…
          </span>
        )}
        {verify.data !== undefined && <Verdict verification={verify.data} />}
        <FormError error={verify.error} />
      </div>
    </Dialog>
  )
}

function Verdict({ verification }: { verification: AuditVerification }) {
  const { ok, entries, chains, firstBroken } = verification
  if (ok || firstBroken === null) {
    return (
      <p className="flex gap-2 text-deployed">
        <ShieldCheck size={16} className="shrink-0" />
        Verified: {formatQuantity(entries, "entry", "entries")} in {chains} chains, no changes found.
      </p>
    )
  }
  return (
    <p className="flex gap-2 text-failed">
      <ShieldAlert size={16} className="shrink-0" />
      Verification failed at chain {firstBroken.chain}, entry {firstBroken.position}: {firstBroken.reason}
    </p>
  )
}
