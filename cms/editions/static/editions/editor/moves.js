/* Moving rows of an edition: what the library fixes stays behind the block that it follows. */
(() => {
  const TOP = Symbol("top of the page");

  window.editionRows.withMoves = (Base) =>
    class extends Base {
      isFixed(child) {
        const about = this.about.get(child.id);
        return child.type !== "add" && Boolean(about) && !about.mayMove;
      }

      moveBlockUp(index) {
        this.moveOver(index, -1);
      }

      moveBlockDown(index) {
        this.moveOver(index, 1);
      }

      moveOver(index, step) {
        let place = index + step;
        if (this.children[index].type !== "add") {
          while (this.children[place] && this.isFixed(this.children[place])) place += step;
        }
        if (this.children[place]) this.moveBlock(index, place);
        else this.announce(this.words.fixed, "");
      }

      moveBlock(from, to) {
        const child = this.children[from];
        const focused = document.activeElement;
        super.moveBlock(from, to);
        this.settled().forEach((wanted, place) => {
          const now = this.children.indexOf(wanted);
          if (now !== place) super.moveBlock(now, place);
        });
        if (child.element.contains(focused)) focused.focus();
        const name = (this.about.get(child.id) || {}).name || this.words.fresh;
        this.announce(this.words.nowMoved, name, {
          "%p": this.children.indexOf(child) + 1,
          "%n": this.children.length,
        });
        this.changed();
      }

      /* The rows as the server will put them: each fixed block behind its nearest predecessor in the library. */
      settled() {
        const place = (child) => this.about.get(child.id)?.place;
        const attached = new Map([[TOP, []]]);
        let head = TOP;
        let steady = TOP;
        this.children.forEach((child) => {
          if (child.type === "add" || place(child) === undefined) {
            attached.get(child.type === "add" ? head : steady).push(child);
          } else {
            head = child;
            if (!this.isFixed(child)) steady = child;
            attached.set(child, []);
          }
        });
        const library = this.children.filter((child) => attached.has(child));
        const ruled = library.filter((child) => !this.isFixed(child));
        const guests = new Map([TOP, ...ruled].map((host) => [host, []]));
        let host = TOP;
        [...library]
          .sort((one, other) => place(one) - place(other))
          .forEach((child) => {
            if (guests.has(child)) host = child;
            else guests.get(host).push(child);
          });
        const heads = [...guests.get(TOP), ...ruled.flatMap((child) => [child, ...guests.get(child)])];
        return [...attached.get(TOP), ...heads.flatMap((child) => [child, ...attached.get(child)])];
      }
    };
})();
