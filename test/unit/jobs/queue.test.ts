import assert from 'node:assert/strict';
import { Queue, type Urgency } from '../../../server/jobs/queue';
import type { Priority } from '../../../server/jobs/jobs';

function item(name: string, priority: Priority): { name: string; urgency: Urgency } {
  return { name, urgency: { priority } };
}

describe('The queue', () => {
  it('gives the most urgent first, and among equals the one that came first', () => {
    const queue = new Queue<ReturnType<typeof item>>();
    const order: (string | undefined)[] = [];
    for (const [name, priority] of [
      ['b1', 'background'],
      ['a1', 'asked'],
      ['e1', 'eye'],
      ['a2', 'asked'],
      ['e2', 'eye'],
    ] as const)
      queue.push(item(name, priority));
    for (let next = queue.peek(); next !== undefined; next = queue.peek()) {
      order.push(next.name);
      assert.equal(queue.remove(next), true);
      assert.equal(queue.remove(next), false);
    }
    assert.deepEqual(order, ['e1', 'e2', 'a1', 'a2', 'b1']);
  });

  it('hurries waiting work whose urgency has been raised', () => {
    const queue = new Queue<ReturnType<typeof item>>();
    const slow = item('slow', 'background');
    queue.push(item('asked', 'asked'));
    queue.push(slow);
    slow.urgency.priority = 'eye';
    assert.equal(queue.peek()?.name, 'slow');
  });

  it('passes over what may not go now', () => {
    const queue = new Queue<ReturnType<typeof item>>();
    queue.push(item('background', 'background'));
    assert.equal(
      queue.peek(({ urgency }) => urgency.priority !== 'background'),
      undefined,
    );
    assert.equal(queue.length, 1);
    assert.deepEqual(
      queue.drain().map(({ name }) => name),
      ['background'],
    );
    assert.equal(queue.length, 0);
  });
});
