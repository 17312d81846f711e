"use client"

import { useState } from "react"
import { CodeBlock } from "@/components/ui/copy"
import { Tabs } from "@/components/ui/tabs"
import { nodeSnippet, pythonSnippet } from "@/lib/console/webhooks/verify-snippets"

const languages = { node: nodeSnippet, python: pythonSnippet }

/** A new secret, which cannot be shown again, and the code that verifies requests with it. */
export function SecretShown({ secret }: { secret: string }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">Store this secret at the receiver now. It cannot be shown again.</p>
      <CodeBlock code={secret} label="secret" />
      <p className="text-sm text-muted">
        Requests are signed as Standard Webhooks defines. Use one of its libraries, or this code, to verify
        them:
      </p>
      <VerifySnippets />
    </div>
  )
}

function VerifySnippets() {
  const [language, setLanguage] = useState<keyof typeof languages>("node")
  return (
    <div>
      <Tabs
        label="Language"
        value={language}
        onValueChange={setLanguage}
        tabs={[
          { value: "node", label: "Node.js", content: <CodeBlock code={nodeSnippet} label="Node.js code" /> },
          {
            value: "python",
            label: "Python",
            content: <CodeBlock code={pythonSnippet} label="Python code" />,
          },
        ]}
      />
    </div>
  )
}
