import { type ReactNode, useEffect, useRef } from 'react'
import { useClient, useConnection } from '../store/hooks.ts'
import { announce } from '../ui/announcements.ts'
import { boardTexts } from '../ui/board-texts.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import styles from './board-head.module.css'
import { type BoardState, boardState } from './board-state.ts'
import { FullScreenButton } from './full-screen-button.tsx'
import { useNow } from './use-now.ts'
import type { Rotation } from './use-rotation.ts'

export interface BoardHeadProps {
  title: string
  rotation: Rotation
  pages: number
}

/** The market's name, how far the board can be trusted, its controls, and the clock. */
export const BoardHead = ({ title, rotation, pages }: BoardHeadProps) => (
  <header className={styles.head}>
    <h1 className={styles.title}>{title}</h1>
    <Trust />
    <div className={styles.controls}>
      {pages > 1 && <Turning rotation={rotation} pages={pages} />}
      <FullScreenButton />
    </div>
    <Clock />
  </header>
)

const looks: Record<BoardState, IconName> = {
  live: 'check',
  connecting: 'refresh',
  reconnecting: 'refresh',
  stale: 'offline',
}

/** LIVE, RECONNECTING or STALE, and the age of the last message. Screen readers announce changes, not every second. */
function Trust() {
  const { store } = useClient()
  const now = useNow()
  const receivedAt = store.receivedAt()
  const ageMs = receivedAt === null ? null : Math.max(0, now - receivedAt)
  const state = boardState(useConnection(), ageMs)
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== state) announce(boardTexts.said[state])
    before.current = state
  }, [state])
  return (
    <p className={styles.trust} data-state={state}>
      <span className={styles.state}>
        <Icon name={looks[state]} size={24} />
        {boardTexts.state[state]}
      </span>
      <span className={styles.age}>{ageMs !== null && boardTexts.age(Math.floor(ageMs / 1_000))}</span>
    </p>
  )
}

function Turning({ rotation: { page, turning, turn, toggle }, pages }: Omit<BoardHeadProps, 'title'>) {
  return (
    <>
      <Control label={boardTexts.previous} onPress={() => turn(-1)}>
        <Icon name="chevron-left" size={24} />
      </Control>
      <span className={styles.page}>{boardTexts.page(page + 1, pages)}</span>
      <Control label={boardTexts.next} onPress={() => turn(1)}>
        <Icon name="chevron-right" size={24} />
      </Control>
      <Control label={turning ? boardTexts.pause : boardTexts.resume} onPress={toggle}>
        <Icon name={turning ? 'pause' : 'play'} size={24} />
      </Control>
    </>
  )
}

interface ControlProps {
  label: string
  onPress: () => void
  children: ReactNode
}

const Control = ({ label, onPress, children }: ControlProps) => (
  <button type="button" className={styles.control} aria-label={label} title={label} onClick={onPress}>
    {children}
  </button>
)

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

function Clock() {
  const now = useNow()
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString().slice(0, 16)}>
      {clock.format(now)}
    </time>
  )
}
