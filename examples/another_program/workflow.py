"""The parcel workflow: a parcel that is too heavy for a courier goes by freight, at a fixed price."""

from aslant.asl import Choice, Pass, StateMachine, Succeed, Task, this, when

price = Task("Price", "price", result_path=this.price)
freight = Pass("By freight", result={"euros": 90}, result_path=this.price)

parcels = StateMachine(
    Choice("Too heavy?", when(this.kilograms > 31.5, freight), otherwise=price)
    >> Succeed("Quoted", output_path=this.price),
    timeout_seconds=10,
)
