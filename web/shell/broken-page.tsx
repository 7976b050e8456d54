import { useEffect, useState } from 'react'
import type { PageError } from '../../shared/protocol/page-errors.ts'
import { ask } from '../http/ask.ts'
import { ErrorPage } from '../ui/error-page.tsx'

/** Shown for an error that no component handled. Its id is also in the console and in the server's log. */
export function BrokenPage({ error }: { error: unknown }) {
  const [id] = useState(makeId)
  useEffect(() => {
    console.error(`Error ${id}`, error)
    void ask('POST', '/api/page-errors', reportOf(id, error))
  }, [id, error])
  return <ErrorPage id={id} />
}

/** An address may contain a receipt's secret, so only its first part is reported. */
function reportOf(id: string, error: unknown): PageError {
  const { message = String(error), stack = '' } = error instanceof Error ? error : {}
  const page = window.location.pathname.split('/')[1]?.slice(0, 40) ?? ''
  return { id, page, message: message.slice(0, 500), stack: stack.slice(0, 4_000) }
}

/** Eight characters that can be read out over the phone. */
const makeId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => letters[byte % letters.length]).join('')

const letters = '23456789CFGHJMPQRVWX'
