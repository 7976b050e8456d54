import { Button, Stack, Text } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import type { ListedSession } from '../../shared/protocol/account-messages.ts'
import { ask } from '../http/ask.ts'
import type { Outcome } from '../socket/wire.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { announce } from '../ui/announcements.ts'
import { RowList } from '../ui/row-list.tsx'
import { RowSkeletons } from '../ui/skeletons.tsx'
import { dayAndTime, zonedFormat } from '../ui/zoned-format.ts'
import { deviceName } from './device-name.ts'

const said = accountTexts.own

type Sessions = { sessions: ListedSession[] }

/** The devices that are signed in, each with a button to sign it out. Fetched again when `round` changes. */
export function SessionList({ round }: { round: number }) {
  const [sessions, setSessions] = useState<ListedSession[] | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const take = useCallback((answer: Outcome<Sessions>) => {
    setFailed(answer.kind !== 'ok')
    if (answer.kind === 'ok') setSessions(answer.reply.sessions)
    return answer.kind === 'ok'
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` says when to ask again
  useEffect(() => {
    void ask<Sessions>('GET', '/api/sessions').then(take)
  }, [take, round])
  const end = async (path: string) => {
    if (take(await ask<Sessions>('DELETE', path))) announce(said.ended)
  }
  const others = sessions?.filter(({ current }) => !current).length ?? 0
  return (
    <Stack component="section" maw="36rem" mt="xl" aria-labelledby="sessions">
      <h2 id="sessions">{said.sessionsTitle}</h2>
      {hasFailed && <p role="alert">{accountTexts.noAnswer}</p>}
      {!sessions && !hasFailed && <RowSkeletons count={2} />}
      <RowList>
        {sessions?.map((session) => (
          <Row key={session.id} session={session} onEnd={() => void end(`/api/sessions/${session.id}`)} />
        ))}
      </RowList>
      {others > 1 && (
        <Button variant="outline" w="fit-content" onClick={() => void end('/api/sessions')}>
          {said.endAll}
        </Button>
      )}
    </Stack>
  )
}

const time = zonedFormat(dayAndTime, undefined)

function Row({ session, onEnd }: { session: ListedSession; onEnd: () => void }) {
  const name = deviceName(session.agent)
  return (
    <li>
      <Text component="div" flex={1}>
        {session.current ? `${name} · ${said.thisOne}` : name}
        <Text size="xs" c="dimmed">
          {said.since(time.format(session.createdAt))}
        </Text>
      </Text>
      {!session.current && (
        <Button size="compact-md" variant="subtle" aria-label={`${said.end}: ${name}`} onClick={onEnd}>
          {said.end}
        </Button>
      )}
    </li>
  )
}
