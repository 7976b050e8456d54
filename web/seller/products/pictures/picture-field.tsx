import { Button } from '@mantine/core'
import { type ChangeEvent, type DragEvent, useEffect, useId, useRef, useState } from 'react'
import { ask } from '../../../http/ask.ts'
import { Cover } from '../../../ui/cover.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import styles from './picture-field.module.css'
import { NoPicture, scalePicture } from './scale-picture.ts'

const said = sellerTexts.picture

export interface PictureFieldProps {
  /** For the cover's initials and colour while there is no picture. */
  name: string
  shopId: number
  image: string | null
  onChange: (image: string | null) => void
}

/** A product's picture: taken, chosen or dropped, scaled in the browser, and uploaded at once. */
export function PictureField({ name, shopId, image, onChange }: PictureFieldProps) {
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<'idle' | 'sending' | 'no picture' | 'no answer'>('idle')
  /** Incremented by each choice, so that only the latest upload counts. */
  const latest = useRef(0)
  useEffect(
    () => () => {
      latest.current += 1
    },
    [],
  )
  const take = async (chosen: File | undefined) => {
    if (!chosen) return
    const own = ++latest.current
    setState('sending')
    const kept = await keep(chosen)
    if (latest.current !== own) return
    if (typeof kept === 'string') return setState(kept)
    setState('idle')
    onChange(kept.hash)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  }
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    void take(currentTarget.files?.[0])
    // Otherwise choosing the same file again would not trigger a change.
    currentTarget.value = ''
  }
  const remove = () => {
    latest.current += 1
    setState('idle')
    onChange(null)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut of the button beside it
    <div className={styles.field} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <div className={styles.cover}>
        <Cover product={{ name: name || '?', image, shopId }} />
      </div>
      <div className={styles.buttons}>
        <span className={styles.label} id={id}>
          {said.label}
        </span>
        <input ref={file} type="file" accept="image/*" hidden aria-labelledby={id} onChange={choose} />
        <Button
          size="sm"
          variant="outline"
          leftSection={<Icon name="camera" size={16} />}
          onClick={() => file.current?.click()}
        >
          {image ? said.another : said.choose}
        </Button>
        {image && (
          <Button size="sm" variant="subtle" onClick={remove}>
            {said.remove}
          </Button>
        )}
        <span role="status" className={styles.trouble}>
          {state === 'sending' && said.sending}
          {state === 'no picture' && said.noPicture}
          {state === 'no answer' && said.noAnswer}
        </span>
      </div>
    </div>
  )
}

async function keep(file: File): Promise<{ hash: string } | 'no picture' | 'no answer'> {
  try {
    const answer = await ask<{ hash: string }>('POST', '/api/images', await scalePicture(file))
    if (answer.kind === 'ok') return answer.body
    return answer.kind === 'refused' && answer.refusal.code === 'invalid' ? 'no picture' : 'no answer'
  } catch (error) {
    if (error instanceof NoPicture) return 'no picture'
    throw error
  }
}
