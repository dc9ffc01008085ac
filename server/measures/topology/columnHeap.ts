/** A column of faces over Z/2 as a binary heap, the first in the filtration on top: equal ones cancel in pairs. */
export class ColumnHeap {
  #values = new Float64Array(1024);
  #faces = new Float64Array(1024);
  #size = 0;
  /** The latest pivot and its value. */
  value = 0;
  face = 0;

  clear(): void {
    this.#size = 0;
  }

  push(value: number, face: number): void {
    if (this.#size === this.#values.length) this.#grow();
    const [values, faces] = [this.#values, this.#faces];
    let child = this.#size++;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = values[parent] ?? 0;
      if (above < value || (above === value && (faces[parent] ?? 0) <= face)) break;
      values[child] = above;
      faces[child] = faces[parent] ?? 0;
      child = parent;
    }
    values[child] = value;
    faces[child] = face;
  }

  /** Finds the first face that is there an odd number of times; it stays. False when the column is zero. */
  pivot(): boolean {
    while (this.#size > 0) {
      this.value = this.#values[0] ?? 0;
      this.face = this.#faces[0] ?? 0;
      this.#pop();
      if (this.#size === 0 || this.#faces[0] !== this.face) {
        this.push(this.value, this.face);
        return true;
      }
      this.#pop();
    }
    return false;
  }

  #pop(): void {
    const [values, faces] = [this.#values, this.#faces];
    const size = --this.#size;
    const [value, face] = [values[size] ?? 0, faces[size] ?? 0];
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= size) break;
      if (child + 1 < size) {
        const [left, right] = [values[child] ?? 0, values[child + 1] ?? 0];
        if (right < left || (right === left && (faces[child + 1] ?? 0) < (faces[child] ?? 0))) child++;
      }
      const below = values[child] ?? 0;
      if (below > value || (below === value && (faces[child] ?? 0) >= face)) break;
      values[parent] = below;
      faces[parent] = faces[child] ?? 0;
      parent = child;
    }
    values[parent] = value;
    faces[parent] = face;
  }

  #grow(): void {
    const [values, faces] = [this.#values, this.#faces];
    this.#values = new Float64Array(2 * values.length);
    this.#faces = new Float64Array(2 * values.length);
    this.#values.set(values);
    this.#faces.set(faces);
  }
}
