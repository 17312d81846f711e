"use client"

import { Send } from "lucide-react"
import { useState } from "react"
import { outcomeSentence } from "@/components/admin/requests/explain-request"
import { toneText } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { FormDialog } from "@/components/ui/form-dialog"
import { Link } from "@/components/ui/link"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { TextArea } from "@/components/ui/text-field"
import { Time } from "@/components/ui/time"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request as send } from "@/lib/web/client/request"

/** Sends a refused deployment again, as corrected. Its fields are those of the API, as JSON. */
export function ResendDialog({ request }: { request: ReceivedRequest }) {
  const [mistake, setMistake] = useState<string>()
  const resend = useApiMutation(
    (body: string) => send(api.resendRequest(request.id), { method: "POST", body: JSON.parse(body) }),
    {
      toast: ({ application, environment }) => `Deployment of ${application} in ${environment} recorded`,
      invalidates: [queryKeys.requests, queryKeys.history, queryKeys.timeline, queryKeys.insights],
    },
  )
  function read(form: FormData): string | null {
    const text = String(form.get("body"))
    const problem = problemOf(text)
    setMistake(problem)
    return problem === undefined ? text : null
  }
  const { omitted, recordedSince } = request
  return (
    <FormDialog
      width="lg"
      trigger={
        <Button variant="primary" icon={<Send size={14} />}>
          Resend…
        </Button>
      }
      title="Resend this request"
      description="Records the deployment as you, for the pipeline that sent it, which can still complete it. The original request is named in the audit log."
      submit="Resend"
      action={resend}
      read={read}
    >
      <p className="text-sm">
        <span className="text-muted">Refused because: </span>
        {outcomeSentence(request)}
      </p>
      {recordedSince !== null && (
        <p role="note" className="flex items-start gap-2 text-sm">
          <StatusGlyph shape="triangle" className={toneText.pending} />
          <span>
            It may be recorded already:{" "}
            <Link href={pages.deployment(recordedSince.deploymentId)}>a deployment</Link> like it was,{" "}
            <Time at={recordedSince.at} />. Resending may record it twice.
          </span>
        </p>
      )}
      <TextArea
        label="Deployment"
        hint={
          omitted.length === 0
            ? "Fields of the API, as JSON. deployedAt is when the request arrived, unless the pipeline said otherwise."
            : `Left out, because it was not kept or only in part: ${omitted.join(", ")}.`
        }
        error={mistake}
        name="body"
        mono
        rows={12}
        spellCheck={false}
        defaultValue={JSON.stringify(request.resendable, null, 2)}
      />
    </FormDialog>
  )
}

function problemOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? undefined
      : "Enter an object: { … }."
  } catch (error) {
    return `Not valid JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}
