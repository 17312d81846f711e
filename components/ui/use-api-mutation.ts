import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query"
import { showToast } from "@/components/ui/toast"
import type { ApiPath } from "@/lib/platform/paths"
import {
  type BodyOf,
  type MethodOf,
  type RequestOptions,
  type ResponseOf,
  type Route,
  request,
} from "@/lib/web/client/request"

export interface ChangeOptions<Result, Input = unknown> {
  invalidates?: readonly QueryKey[]
  toast?: string | ((result: Result, input: Input) => string)
  onSuccess?: (result: Result, input: Input) => void
  onError?: (error: Error) => void
}

/** What is sent with `mutate`: the body, unless the route takes none or it is fixed. */
type Input<R extends Route, M extends MethodOf<R>, Fixed> = [Fixed] extends [undefined]
  ? [BodyOf<R, M>] extends [never]
    ? undefined
    : BodyOf<R, M>
  : undefined

/** A change that is one request to the API. `body`: sent each time, instead of what `mutate` is called with. */
export function useApiMutation<
  R extends Route,
  M extends MethodOf<R>,
  Fixed extends BodyOf<R, M> | undefined = undefined,
>(
  method: M,
  path: ApiPath<R>,
  options: ChangeOptions<ResponseOf<R, M>, Input<R, M, Fixed>> &
    Pick<RequestOptions, "headers"> & { body?: Fixed } = {},
) {
  const { body, headers, ...after } = options
  return useChange(
    (input: Input<R, M, Fixed>) =>
      request<R, M>(path, { method, body: (body ?? input) as BodyOf<R, M>, headers }),
    after,
  )
}

/** A change of any kind: after success it shows a message and refetches what the change affects. */
export function useChange<Result, Input = undefined>(
  send: (input: Input) => Promise<Result>,
  { invalidates = [], toast, onSuccess, onError }: ChangeOptions<Result, Input> = {},
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: async (result, input) => {
      onSuccess?.(result, input)
      if (toast !== undefined) showToast(typeof toast === "string" ? toast : toast(result, input))
      await Promise.all(invalidates.map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
    onError: (error) => onError?.(error),
  })
}
